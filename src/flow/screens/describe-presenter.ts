import type { Gender } from '../../domain/presenter/presenter.ts';
import { button } from '../buttons.ts';
import { newDraft } from '../draft.ts';
import { startTask, stopTask } from '../draft-task.ts';
import { goTo, type Outcome, type ScreenDefinition, type Sight, type Turn, withNotice } from '../screen.ts';
import type { View } from '../view.ts';
import { genderOf, genderRows } from './gender.ts';
import { pick } from './presenter.ts';

const maxPromptLength = 500;

/** A presenter's picture made of words: looked at, made anew by other words, or taken, which asks for consent. */
export const describePresenter: ScreenDefinition<'describe-presenter'> = {
  read(fields) {
    const gender = fields.oneOf('gender', ['female', 'male'] as const);
    return gender ? { gender } : {};
  },
  isOfDraft: true,
  needs: (_screen, { draft }) => (draft?.made ? { presenter: { kind: 'own', id: draft.made } } : {}),
  decide(event, turn) {
    const { state, facts } = turn;
    if (!facts.limits.canMakePresenters) return undefined;
    if (event.on === 'text') return make(event.text, turn);
    if (event.on !== 'press') return undefined;
    const { name, value } = event.button;
    if (name === 'stop') return withNotice(stopTask(state), 'task-cancelled');
    if (name === 'use') {
      return facts.presenter && state.draft?.made !== undefined ? pick(facts.presenter, turn) : undefined;
    }
    const gender = name === 'gender' ? genderOf(value) : undefined;
    return gender && goTo(state, { name: 'describe-presenter', gender });
  },
  view,
  back: (_screen, { draft }) => (draft?.gender ? { name: 'gallery', page: 0 } : { name: 'gender' }),
};

function make(text: string, turn: Turn<'describe-presenter'>): Outcome | undefined {
  const { state, screen, facts, newId } = turn;
  const gender = genderHere(turn);
  const prompt = text.trim().slice(0, maxPromptLength);
  if (!gender || prompt === '') return undefined;
  const { made: _, ...draft } = state.draft ?? newDraft(newId, facts.language);
  const named = { ...state, draft: { ...draft, gender }, screen: { ...screen, gender } };
  const kind = 'make-presenter' as const;
  return startTask(named, { id: newId, kind }, { kind, gender, prompt });
}

function genderHere({ state, screen }: Sight<'describe-presenter'>): Gender | undefined {
  return screen.gender ?? state.draft?.gender;
}

function view(sight: Sight<'describe-presenter'>): View {
  const { state, facts, texts } = sight;
  const { describePresenter: words } = texts;
  if (state.draft?.task?.kind === 'make-presenter') {
    const rows = [[button(texts.create.stopChecking, 'stop')]];
    return { html: words.making, rows, activity: 'upload_photo' };
  }
  const made = state.draft?.made;
  if (made !== undefined && facts.presenter) {
    return {
      html: words.made,
      media: { kind: 'photo', from: 'presenter', presenter: { kind: 'own', id: made } },
      rows: [[button(words.use, 'use', undefined, 'primary')]],
    };
  }
  return genderHere(sight)
    ? { html: words.prompt, rows: [] }
    : { html: words.gender, rows: genderRows(texts) };
}
