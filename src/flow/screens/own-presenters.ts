import { button, pageOf, pager } from '../buttons.ts';
import { settled } from '../draft.ts';
import { lines, paragraphs } from '../html.ts';
import { cardTitle } from '../presenter-words.ts';
import { goTo, type Outcome, type ScreenDefinition, type Sight, type Turn, withNotice } from '../screen.ts';
import type { FlowState } from '../state.ts';
import type { View } from '../view.ts';

export const ownPresenters: ScreenDefinition<'own-presenters'> = {
  read: (fields) => ({ page: fields.count('page') ?? 0 }),
  needs: ({ page }) => ({ ownPresenters: { page } }),
  decide(event, { state, screen }) {
    if (event.on !== 'press') return undefined;
    const { name, value } = event.button;
    const page = name === 'page' ? pageOf(value) : undefined;
    if (page !== undefined) return goTo(state, { name: 'own-presenters', page });
    if (name !== 'own' || value === undefined) return undefined;
    return goTo(state, { name: 'own-presenter', id: value, page: screen.page, asksToDelete: false });
  },
  view: viewOfList,
  back: () => ({ name: 'profile' }),
};

function viewOfList({ screen, facts, texts }: Sight<'own-presenters'>): View {
  const cards = (facts.ownPresenters?.items ?? []).filter(({ kind }) => kind === 'own').slice(0, 5);
  const listed = pager(texts, { page: screen.page, hasNext: facts.ownPresenters?.hasNext ?? false });
  if (cards.length === 0) {
    return { html: paragraphs(texts.presenter.ownTitle, texts.presenter.ownEmpty), rows: listed };
  }
  const names = cards.map((card, at) => {
    const when = card.kind === 'own' ? ` · ${texts.words.date(card.createdAt, facts.now)}` : '';
    return `<b>${at + 1}.</b> ${cardTitle(card, texts)}${when}`;
  });
  return {
    html: paragraphs(texts.presenter.ownTitle, lines(...names)),
    media: { kind: 'photo', from: 'presenters', presenters: cards.map(({ id }) => ({ kind: 'own', id })) },
    rows: [cards.map((card, at) => button(String(at + 1), 'own', card.id)), ...listed],
  };
}

export const ownPresenter: ScreenDefinition<'own-presenter'> = {
  read(fields) {
    const id = fields.text('id', 40);
    if (id === undefined) return undefined;
    return { id, page: fields.count('page') ?? 0, asksToDelete: fields.flag('asksToDelete') };
  },
  needs: ({ id }) => ({ presenter: { kind: 'own', id } }),
  decide(event, turn) {
    if (event.on !== 'press') return undefined;
    const { state, screen } = turn;
    switch (event.button.name) {
      case 'delete':
        return goTo(state, { ...screen, asksToDelete: true });
      case 'keep':
        return goTo(state, { ...screen, asksToDelete: false });
      case 'delete-yes':
        return remove(turn);
      default:
        return undefined;
    }
  },
  view: viewOfOne,
  back: ({ page }) => ({ name: 'own-presenters', page }),
};

function remove({ state, screen }: Turn<'own-presenter'>): Outcome {
  const effects = [{ do: 'delete-presenter' as const, presenterId: screen.id }];
  const next = { name: 'own-presenters' as const, page: screen.page };
  return withNotice(goTo(withoutPresenter(state, screen.id), next, effects), 'presenter-deleted');
}

/** The draft without a portrait that is no more, wherever it stood in it. */
function withoutPresenter(state: FlowState, id: string): FlowState {
  const { draft } = state;
  if (!draft) return state;
  const { presenter, ...rest } = draft;
  const isEdited = draft.edited?.presenterId === id || draft.edited?.original.id === id;
  const clean = isEdited || draft.photo?.presenterId === id ? settled(rest) : rest;
  return { ...state, draft: presenter && presenter.ref?.id !== id ? { ...clean, presenter } : clean };
}

function viewOfOne({ screen, facts, texts }: Sight<'own-presenter'>): View {
  const card = facts.presenter;
  if (card?.kind !== 'own') return { html: texts.common.gone, rows: [] };
  const media = {
    kind: 'photo' as const,
    from: 'presenter' as const,
    presenter: { kind: card.kind, id: card.id },
  };
  if (screen.asksToDelete) {
    return {
      html: texts.presenter.deleteQuestion,
      media,
      rows: [
        [button(texts.common.keep, 'keep', undefined, 'primary')],
        [button(texts.common.deleteYes, 'delete-yes', undefined, 'danger')],
      ],
    };
  }
  return {
    html: paragraphs(
      `<b>${cardTitle(card, texts)}</b>`,
      texts.presenter.added(texts.words.date(card.createdAt, facts.now)),
    ),
    media,
    rows: [[button(texts.common.delete, 'delete', undefined, 'danger')]],
  };
}
