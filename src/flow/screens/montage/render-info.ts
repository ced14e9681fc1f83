import { escapeHtml } from '../../../domain/html.ts';
import type { MontageStatus } from '../../../domain/montage/montage-status.ts';
import type { Refusal } from '../../../domain/production/production-status.ts';
import type { Effect } from '../../effect.ts';
import { button } from '../../buttons.ts';
import { lines, paragraphs } from '../../html.ts';
import { montageScreen, renderNow, stillOf } from '../../montage/montage-screen.ts';
import { isChecking, stillChecking } from '../../montage/montage-task.ts';
import { settingsJson } from '../../montage/settings-json.ts';
import { changedSettings, settingsText } from '../../montage/settings-words.ts';
import { goTo, type Outcome, type Turn, withNotice } from '../../screen.ts';
import type { ScreenName } from '../../state.ts';

const example = '/rerender {"theme": "pop"}';
/** Leaves room for the words around it and for a notice above. */
const mostJson = 2500;

export const renderInfo = montageScreen<'render-info'>({
  decide(event, { state, montage }) {
    if (event.on !== 'press') return undefined;
    const { productionId } = montage;
    if (event.button.name === 'change') return goTo(state, { name: 'montage', productionId });
    return event.button.name === 'json' ? goTo(state, { name: 'render-json', productionId }) : undefined;
  },
  view({ montage, texts }) {
    const { montage: words } = texts;
    const changed = changedSettings(montage);
    return {
      html: paragraphs(
        words.infoTitle,
        settingsText(montage.rendered, montage, texts),
        changed.length > 0 && words.changed(changed),
      ),
      media: stillOf(montage),
      rows: [[button(words.change, 'change', undefined, 'primary')], [button(words.asJson, 'json')]],
    };
  },
  back: () => ({ name: 'home' }),
});

export const renderJson = montageScreen<'render-json'>({
  decide(event, turn) {
    if (event.on === 'text') return renderTyped(event.text, turn);
    if (event.on !== 'press' || event.button.name !== 'change') return undefined;
    return goTo(turn.state, { name: 'montage', productionId: turn.montage.productionId });
  },
  view({ montage, facts, texts }) {
    const { montage: words } = texts;
    const { settingsSchemaUrl } = facts.limits;
    const { text, leavesOutCues } = settingsJson(montage.settings, montage.format, mostJson);
    return {
      html: paragraphs(
        words.jsonTitle,
        `<pre>${escapeHtml(text)}</pre>`,
        words.jsonHint(escapeHtml(example)),
        lines(
          leavesOutCues && words.jsonLeftOut,
          settingsSchemaUrl !== undefined && words.jsonSchema(escapeHtml(settingsSchemaUrl)),
        ),
      ),
      rows: [[button(words.change, 'change')]],
    };
  },
  back: ({ productionId }) => ({ name: 'render-info', productionId }),
});

/** Settings typed as JSON are taken over and rendered, unless a file of theirs is still looked at; one that is refused leaves all as it was. */
export function renderTyped<Name extends ScreenName>(
  json: string,
  turn: Turn<Name> & { readonly montage: MontageStatus },
): Outcome {
  if (isChecking(turn.state)) return stillChecking(turn.state);
  const { productionId } = turn.montage;
  const typed: Effect = { do: 'type-render-settings', productionId, json };
  const { effects = [], ...rendering } = renderNow(turn);
  return { ...rendering, effects: [typed, ...effects] };
}

/** What was typed for the newest video was refused: shown with the settings as they are. */
export function typedRefused(refusal: Refusal, { state, facts }: Turn<ScreenName>): Outcome | undefined {
  if (!isOfTyped(refusal)) return undefined;
  const isThere = state.screen.name === 'render-json';
  const newest = facts.montage && { name: 'render-json' as const, productionId: facts.montage.productionId };
  const screen = isThere ? state.screen : newest;
  if (!screen) return undefined;
  const shown = goTo(state, screen);
  return { ...withNotice(shown, { is: 'refusal', refusal }), show: 'anew' };
}

/** Only settings that were typed are refused with the path of what is wrong in them. */
export function isOfTyped({ reason, details }: Refusal): boolean {
  return reason === 'invalid-arguments' && typeof details.path === 'string';
}

export const renewOverlay = montageScreen<'renew-overlay'>({
  decide(event, { state, montage, newId }) {
    if (event.on !== 'press') return undefined;
    const { productionId } = montage;
    if (event.button.name === 'change') return goTo(state, { name: 'montage', productionId });
    if (event.button.name !== 'renew' || !hasOverlay(montage)) return undefined;
    const effects = [{ do: 'renew-overlay' as const, requestId: newId, productionId }];
    return goTo(state, { name: 'rendering', requestId: newId, asksToCancel: false }, effects);
  },
  view({ montage, texts: { montage: words } }) {
    const media = stillOf(montage);
    const toMontage = [button(words.change, 'change')];
    if (!hasOverlay(montage)) return { html: words.overlayNone, media, rows: [toMontage] };
    const rows = [[button(words.overlayYes, 'renew', undefined, 'primary')], toMontage];
    return { html: paragraphs(words.overlayTitle, words.overlayText), media, rows };
  },
  back: () => ({ name: 'home' }),
});

function hasOverlay({ rendered }: MontageStatus): boolean {
  return rendered.templates.some((template) => template !== 'basic');
}
