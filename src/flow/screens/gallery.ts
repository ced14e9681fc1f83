import type { PresenterCard } from '../../domain/presenter/presenter-card.ts';
import { button, pageOf, pager } from '../buttons.ts';
import type { PresenterRef } from '../draft.ts';
import { lines, paragraphs } from '../html.ts';
import { cardTitle, lookOf } from '../presenter-words.ts';
import { goTo, type ScreenDefinition, type Sight } from '../screen.ts';
import type { FlowState } from '../state.ts';
import type { Texts } from '../texts/texts.ts';
import type { ButtonEvent, View } from '../view.ts';

const uuidLength = 36;

export const gallery: ScreenDefinition<'gallery'> = {
  read: (fields) => ({ page: fields.count('page') ?? 0 }),
  isOfDraft: true,
  needs: ({ page }, state) => ({ presenters: { gender: genderFor(state), page } }),
  decide(event, { state, screen }) {
    if (event.on !== 'press') return undefined;
    const { name, value } = event.button;
    if (name === 'photo') return goTo(state, { name: 'photo' });
    if (name === 'other-gender' && state.draft) {
      const gender = otherGender(state);
      return goTo({ ...state, draft: { ...state.draft, gender } }, { name: 'gallery', page: 0 });
    }
    const page = name === 'page' ? pageOf(value) : undefined;
    if (page !== undefined) return goTo(state, { name: 'gallery', page });
    const ref = refOf(event.button);
    return ref && goTo(state, { name: 'presenter', ref, page: screen.page });
  },
  view,
  back: () => ({ name: 'gender' }),
};

/** A button that names somebody of the cast or an own presenter. */
export function refOf({ name, value }: ButtonEvent): PresenterRef | undefined {
  if (value === undefined) return undefined;
  if (name === 'cast') return { kind: 'cast', id: value };
  return name === 'own' && value.length === uuidLength ? { kind: 'own', id: value } : undefined;
}

function genderFor({ draft }: FlowState) {
  return draft?.gender ?? 'female';
}

function otherGender(state: FlowState) {
  return genderFor(state) === 'female' ? 'male' : 'female';
}

function view({ state, screen, facts, texts }: Sight<'gallery'>): View {
  const found = facts.presenters ?? { items: [], page: screen.page, hasNext: false };
  const cards = found.items.slice(0, 5);
  const names = cards.map((card, at) => `<b>${at + 1}.</b> ${listed(card, texts)}`);
  return {
    html: paragraphs(
      texts.presenter.gallery(genderFor(state), screen.page),
      cards.length > 0 ? lines(...names) : texts.presenter.emptyGallery,
    ),
    ...(cards.length > 0 && {
      media: {
        kind: 'photo' as const,
        from: 'presenters' as const,
        presenters: cards.map(({ kind, id }) => ({ kind, id })),
      },
    }),
    rows: [
      ...(cards.length > 0 ? [cards.map((card, at) => button(String(at + 1), card.kind, card.id))] : []),
      ...pager(texts, { page: screen.page, hasNext: found.hasNext }),
      [
        button(texts.presenter.changeGender(otherGender(state)), 'other-gender'),
        button(texts.presenter.uploadPhoto, 'photo'),
      ],
    ],
  };
}

function listed(card: PresenterCard, texts: Texts): string {
  const title = cardTitle(card, texts);
  if (card.kind === 'own') return title;
  return texts.presenter.listed(title, lookOf(card, texts, 90));
}
