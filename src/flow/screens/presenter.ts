import type { PresenterCard } from '../../domain/presenter/presenter-card.ts';
import { button } from '../buttons.ts';
import { changed, newDraft, pickedFrom, settled } from '../draft.ts';
import type { Fields } from '../fields.ts';
import { capitalised, paragraphs } from '../html.ts';
import { cardTitle, lookOf } from '../presenter-words.ts';
import {
  goTo,
  type Outcome,
  type ScreenDefinition,
  type Sight,
  stay,
  type Turn,
  withNotice,
} from '../screen.ts';
import type { ScreenName } from '../state.ts';
import type { View } from '../view.ts';

export const presenter: ScreenDefinition<'presenter'> = {
  read(fields) {
    const ref = readRef(fields.fields('ref'));
    return ref && { ref, page: fields.count('page') ?? 0 };
  },
  isOfDraft: true,
  needs: ({ ref }) => ({ presenter: ref }),
  decide(event, turn) {
    if (event.on !== 'press') return undefined;
    const { state, screen, facts } = turn;
    const { ref } = screen;
    switch (event.button.name) {
      case 'use':
        return facts.presenter
          ? pick(facts.presenter, turn)
          : withNotice(goTo(state, { name: 'gallery', page: screen.page }), 'gone');
      case 'edit':
        return toEdit(turn);
      case 'delete':
        return ref.kind === 'own'
          ? goTo(state, { name: 'own-presenter', id: ref.id, page: 0, asksToDelete: true })
          : undefined;
      case 'report':
        return goTo(state, { name: 'report', subject: { kind: 'presenter', id: ref.id }, page: screen.page });
      default:
        return undefined;
    }
  },
  view,
  back: ({ page }) => ({ name: 'gallery', page }),
};

export function readRef(fields: Fields | undefined) {
  const kind = fields?.oneOf('kind', ['cast', 'own'] as const);
  const id = fields?.text('id', 40);
  return kind && id !== undefined ? { kind, id } : undefined;
}

/** Takes a presenter for the ad; an own one asks for consent before its first use. */
export function pick<Name extends ScreenName>(
  card: PresenterCard,
  { state, facts, newId }: Turn<Name>,
): Outcome {
  if (card.kind === 'own' && !card.hasConsent) return goTo(state, { name: 'consent', presenterId: card.id });
  const draft = changed(settled(state.draft ?? newDraft(newId, facts.language)), {
    presenter: pickedFrom(card),
  });
  return goTo({ ...state, draft }, { name: 'voice' });
}

function toEdit({ state, screen, facts }: Turn<'presenter'>): Outcome {
  const used = state.draft?.edits ?? 0;
  if (used >= facts.limits.maxEdits) return withNotice(stay(state), 'no-edits-left');
  return goTo(state, { name: 'edit', ref: screen.ref, original: screen.ref });
}

function view({ screen, facts, texts }: Sight<'presenter'>): View {
  const card = facts.presenter;
  if (!card) return { html: texts.common.gone, rows: [] };
  const about =
    card.kind === 'cast'
      ? capitalised(lookOf(card, texts, 200))
      : texts.presenter.added(texts.words.date(card.createdAt, facts.now));
  const canEdit = facts.limits.maxEdits > 0;
  return {
    html: paragraphs(`<b>${cardTitle(card, texts)}</b>`, about),
    media: { kind: 'photo', from: 'presenter', presenter: { kind: screen.ref.kind, id: screen.ref.id } },
    rows: [
      [button(texts.presenter.use, 'use', undefined, 'primary')],
      [
        ...(canEdit ? [button(texts.presenter.edit, 'edit')] : []),
        ...(card.kind === 'own' ? [button(texts.common.delete, 'delete')] : []),
      ],
      [button(texts.common.report, 'report')],
    ].filter((row) => row.length > 0),
  };
}
