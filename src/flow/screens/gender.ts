import type { Gender } from '../../domain/presenter/presenter.ts';
import { button, type Row } from '../buttons.ts';
import { newDraft } from '../draft.ts';
import { goTo, type ScreenDefinition } from '../screen.ts';
import type { Texts } from '../texts/texts.ts';

export const gender: ScreenDefinition<'gender'> = {
  read: () => ({}),
  isOfDraft: true,
  needs: () => ({}),
  decide(event, { state, facts, newId }) {
    if (event.on !== 'press' || event.button.name !== 'gender') return undefined;
    const chosen = genderOf(event.button.value);
    if (!chosen) return undefined;
    const draft = { ...(state.draft ?? newDraft(newId, facts.language)), gender: chosen };
    return goTo({ ...state, draft }, { name: 'gallery', page: 0 });
  },
  view: ({ texts }) => ({ html: texts.create.gender, rows: genderRows(texts) }),
  back: (_screen, { draft }) => ({
    name: draft?.format === 'character_with_background' ? 'background' : 'format',
  }),
};

export function genderRows(texts: Texts): Row[] {
  return [[button(texts.common.female, 'gender', 'female'), button(texts.common.male, 'gender', 'male')]];
}

export function genderOf(value: string | undefined): Gender | undefined {
  return value === 'female' || value === 'male' ? value : undefined;
}
