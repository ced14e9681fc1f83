import type { RenderRequest } from '../../../domain/montage/montage-status.ts';
import { button } from '../../buttons.ts';
import type { Facts } from '../../facts.ts';
import type { Fields } from '../../fields.ts';
import { renderedText } from '../../render-delivery.ts';
import { hasEnded, renderProgressText } from '../../render-progress.ts';
import {
  goTo,
  type Outcome,
  type ScreenDefinition,
  type Sight,
  type Turn,
  withNotice,
} from '../../screen.ts';
import type { View } from '../../view.ts';
import { beginAd } from '../home.ts';

export const rendering: ScreenDefinition<'rendering'> = {
  read(fields) {
    const known = readRequestId(fields);
    return known && { ...known, asksToCancel: fields.flag('asksToCancel') };
  },
  needs: ({ requestId }) => ({ render: { requestId } }),
  decide(event, turn) {
    return event.on === 'press' ? press(event.button.name, turn) : undefined;
  },
  view: viewOfRendering,
  back: () => ({ name: 'home' }),
};

function readRequestId(fields: Fields): { readonly requestId: string } | undefined {
  const requestId = fields.text('requestId', 40);
  return requestId === undefined ? undefined : { requestId };
}

function renderFact(facts: Facts, requestId: string): RenderRequest | undefined {
  return facts.render?.requestId === requestId ? facts.render : undefined;
}

function press(name: string, turn: Turn<'rendering'>): Outcome | undefined {
  const { state, screen, facts } = turn;
  const { requestId } = screen;
  const sourceId = renderFact(facts, requestId)?.sourceId;
  switch (name) {
    case 'ask-cancel':
      return goTo(state, { ...screen, asksToCancel: true });
    case 'keep':
      return goTo(state, { ...screen, asksToCancel: false });
    case 'show':
      return goTo(state, { name: 'rendered', requestId });
    case 'cancel': {
      const effects = [{ do: 'cancel-render' as const, requestId }];
      const next =
        sourceId === undefined
          ? { name: 'home' as const }
          : { name: 'montage' as const, productionId: sourceId };
      return withNotice(goTo(state, next, effects), 'render-cancelled');
    }
    default:
      return undefined;
  }
}

function viewOfRendering({ screen, facts, texts }: Sight<'rendering'>): View {
  const { montage: words, production, common } = texts;
  const request = renderFact(facts, screen.requestId);
  if (!request || request.clips.every(hasEnded)) {
    return {
      html: words.endedMeanwhile,
      rows: request ? [[button(words.toRendered, 'show', undefined, 'primary')]] : [],
      // Whoever still looks here is told by the next screen, and not by a message besides.
      ...(request && { progressOf: screen.requestId }),
    };
  }
  if (screen.asksToCancel) {
    return {
      html: words.cancelQuestion,
      rows: [
        [button(production.cancelNo, 'keep', undefined, 'primary')],
        [button(production.cancelYes, 'cancel', undefined, 'danger')],
      ],
    };
  }
  return {
    html: renderProgressText(request, texts),
    rows: [[button(common.cancel, 'ask-cancel')]],
    activity: 'upload_video',
    progressOf: screen.requestId,
  };
}

export const rendered: ScreenDefinition<'rendered'> = {
  read: (fields) => readRequestId(fields),
  needs: ({ requestId }) => ({ render: { requestId } }),
  decide(event, turn) {
    if (event.on !== 'press') return undefined;
    const { state, facts, newId } = turn;
    if (event.button.name === 'create') return beginAd(state, facts, newId);
    if (event.button.name === 'videos') return goTo(state, { name: 'videos', page: 0 });
    const request = renderFact(facts, turn.screen.requestId);
    if (!request) return undefined;
    const { sourceId } = request;
    if (event.button.name === 'more') return goTo(state, { name: 'montage', productionId: sourceId });
    if (event.button.name !== 'once-more' || missingClips(request).length === 0) return undefined;
    const templates = missingClips(request).flatMap(({ template }) => template ?? []);
    const others = templates.length > 0 ? { templates } : {};
    const effects = [{ do: 'render' as const, requestId: newId, productionId: sourceId, ...others }];
    return goTo(state, { name: 'rendering', requestId: newId, asksToCancel: false }, effects);
  },
  view: viewOfResult,
  leave: (texts) => texts.production.finish,
  back: () => ({ name: 'home' }),
};

function missingClips({ clips }: RenderRequest): RenderRequest['clips'] {
  return clips.filter(({ state }) => state !== 'delivered');
}

function viewOfResult({ screen, facts, texts }: Sight<'rendered'>): View {
  const { montage: words, production } = texts;
  const request = renderFact(facts, screen.requestId);
  const elsewhere = [button(production.newAd, 'create'), button(production.myVideos, 'videos')];
  if (!request) return { html: texts.common.gone, rows: [elsewhere] };
  const missing = missingClips(request).length;
  const again = missing < request.clips.length ? words.renderMissing : words.renderAgain;
  return {
    html: renderedText(request, texts),
    rows: [
      [button(words.changeMore, 'more', undefined, 'primary')],
      ...(missing > 0 ? [[button(again, 'once-more')]] : []),
      elsewhere,
    ],
  };
}
