import type { HistoryItem } from '../../domain/production/history-item.ts';
import { button, pageOf, pager } from '../buttons.ts';
import type { Facts } from '../facts.ts';
import { paragraphs, quoted } from '../html.ts';
import { orderedTitle } from '../presenter-words.ts';
import {
  goTo,
  type Outcome,
  type ScreenDefinition,
  type Sight,
  toast,
  type Turn,
  withNotice,
} from '../screen.ts';
import type { FlowState } from '../state.ts';
import type { Texts } from '../texts/texts.ts';
import type { View } from '../view.ts';
import { beginAd } from './home.ts';
import { makeLike } from './restart.ts';
import { productionFact, readProductionId } from './speaking.ts';

export const videos: ScreenDefinition<'videos'> = {
  read: (fields) => ({ page: fields.count('page') ?? 0 }),
  needs: ({ page }) => ({ history: { page } }),
  decide(event, { state, screen, facts, newId }) {
    if (event.on !== 'press') return undefined;
    const { name, value } = event.button;
    if (name === 'create') return beginAd(state, facts, newId);
    const page = name === 'page' ? pageOf(value) : undefined;
    if (page !== undefined) return goTo(state, { name: 'videos', page });
    if (name !== 'item' || value === undefined) return undefined;
    return goTo(state, { name: 'video', productionId: value, page: screen.page, asksToDelete: false });
  },
  view: viewOfList,
  back: () => ({ name: 'home' }),
};

function viewOfList({ screen, facts, texts }: Sight<'videos'>): View {
  const items = (facts.history?.items ?? []).slice(0, 5);
  const listed = { page: screen.page, hasNext: facts.history?.hasNext ?? false };
  if (items.length === 0) {
    const rows = [[button(texts.home.create, 'create', undefined, 'primary')]];
    return { html: texts.videos.empty, rows: [...pager(texts, listed), ...rows] };
  }
  return {
    html: paragraphs(
      texts.videos.title(screen.page),
      ...items.map((item, at) => itemLines(item, at + 1, facts, texts)),
    ),
    rows: [
      items.map((item, at) => button(String(at + 1), 'item', item.productionId)),
      ...pager(texts, listed),
    ],
  };
}

function itemLines(item: HistoryItem, number: number, facts: Facts, texts: Texts): string {
  const about = [
    texts.words.date(item.createdAt, facts.now),
    orderedTitle(item.presenter, facts, texts),
    ...detailsOf(item, texts),
  ].join(' · ');
  return `<b>${number}.</b> ${kindOf(item, texts)} · ${about}\n<i>${quoted(item.script, 90)}</i>`;
}

function kindOf({ kind, isRender }: HistoryItem, { videos: words, montage }: Texts): string {
  if (kind !== 'video') return words.voiceOver;
  return isRender ? montage.inHistory : words.video;
}

/** What a render looks like says more than that it was free. */
function detailsOf({ kind, isRender, template, priceCredits }: HistoryItem, texts: Texts): string[] {
  if (kind !== 'video') return [];
  if (isRender) return template ? [texts.montage.template[template]] : [];
  return [texts.videos.cost(priceCredits)];
}

export const video: ScreenDefinition<'video'> = {
  read(fields) {
    const known = readProductionId(fields);
    return known && { ...known, page: fields.count('page') ?? 0, asksToDelete: fields.flag('asksToDelete') };
  },
  needs: ({ productionId }) => ({ production: productionId }),
  decide(event, turn) {
    return event.on === 'press' ? pressOnItem(event.button.name, turn) : undefined;
  },
  view: viewOfItem,
  back: ({ page }) => ({ name: 'videos', page }),
};

function pressOnItem(name: string, turn: Turn<'video'>): Outcome | undefined {
  const { state, screen, texts } = turn;
  const { productionId, page } = screen;
  switch (name) {
    case 'send': {
      const { effects = [], ...told } = toast(state, texts.videos.sending);
      return { ...told, effects: [...effects, { do: 'send-again', productionId }] };
    }
    case 'link': {
      const { effects = [], ...told } = toast(state, texts.videos.linking);
      return { ...told, effects: [...effects, { do: 'send-link', productionId }] };
    }
    case 'to-montage':
      return goTo(state, { name: 'montage', productionId });
    case 'same':
      return makeLike(productionId, false, turn);
    case 'to-video':
      return goTo(state, { name: 'listen', productionId, isAbove: false });
    case 'delete':
      return goTo(state, { ...screen, asksToDelete: true });
    case 'keep':
      return goTo(state, { ...screen, asksToDelete: false });
    case 'delete-yes': {
      const effects = [{ do: 'delete-production' as const, productionId }];
      const left = withoutProduction(state, productionId);
      return withNotice(goTo(left, { name: 'videos', page }, effects), 'video-deleted');
    }
    case 'report':
      return goTo(state, { name: 'report', subject: { kind: 'production', id: productionId }, page });
    default:
      return undefined;
  }
}

/** So that the end of its work is no news to the draft, whose other choices stay. */
function withoutProduction(state: FlowState, productionId: string): FlowState {
  if (state.draft?.production?.id !== productionId) return state;
  const { production: _, ...draft } = state.draft;
  return { ...state, draft };
}

function viewOfItem({ screen, facts, texts }: Sight<'video'>): View {
  const status = productionFact(facts, screen.productionId);
  if (!status) return { html: texts.common.gone, rows: [] };
  if (screen.asksToDelete) {
    return {
      html: texts.videos.deleteQuestion,
      rows: [
        [button(texts.common.keep, 'keep', undefined, 'primary')],
        [button(texts.common.deleteYes, 'delete-yes', undefined, 'danger')],
      ],
    };
  }
  const isVideo = status.state === 'delivered';
  const kind = isVideo ? texts.videos.video : texts.videos.voiceOver;
  const facts_ = [
    orderedTitle(status.presenter, facts, texts),
    ...(isVideo ? [texts.videos.cost(status.priceCredits)] : []),
  ].join(' · ');
  const canSend = isVideo || status.speech !== undefined;
  return {
    html: paragraphs(
      texts.videos.made(kind, texts.words.date(status.createdAt, facts.now)),
      facts_,
      `<blockquote>${quoted(status.script, 600)}</blockquote>`,
    ),
    rows: [
      ...(status.state === 'awaiting_confirmation'
        ? [[button(texts.videos.toVideo, 'to-video', undefined, 'primary')]]
        : []),
      [
        ...(canSend ? [button(texts.videos.sendAgain, 'send')] : []),
        ...(isVideo ? [button(texts.videos.link, 'link')] : []),
      ],
      ...(isVideo ? [[button(texts.montage.open, 'to-montage', undefined, 'primary')]] : []),
      [button(texts.videos.again, 'same')],
      [button(texts.common.report, 'report'), button(texts.common.delete, 'delete')],
    ].filter((row) => row.length > 0),
  };
}
