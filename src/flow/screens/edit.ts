import { button } from '../buttons.ts';
import { newDraft } from '../draft.ts';
import { startTask, stopTask } from '../draft-task.ts';
import { paragraphs } from '../html.ts';
import { editWords } from '../edit-words.ts';
import {
  goTo,
  type Outcome,
  type ScreenDefinition,
  type Sight,
  stay,
  type Turn,
  withNotice,
} from '../screen.ts';
import type { View } from '../view.ts';
import { pick, readRef } from './presenter.ts';

const maxPromptLength = 500;

export const edit: ScreenDefinition<'edit'> = {
  read(fields) {
    const ref = readRef(fields.fields('ref'));
    const failedPrompt = fields.text('failedPrompt', maxPromptLength);
    return (
      ref && {
        ...{ ref, original: readRef(fields.fields('original')) ?? ref },
        ...(failedPrompt !== undefined && { failedPrompt }),
      }
    );
  },
  isOfDraft: true,
  needs: ({ ref }) => ({ presenter: ref }),
  decide(event, turn) {
    if (event.on === 'text') return askForEdit(event.text, turn);
    if (event.on !== 'press') return undefined;
    const { failedPrompt } = turn.screen;
    switch (event.button.name) {
      case 'stop':
        return withNotice(stopTask(turn.state), 'task-cancelled');
      case 'once-more':
        return failedPrompt === undefined ? undefined : askForEdit(failedPrompt, turn);
      case 'built-in':
        return failedPrompt === undefined ? undefined : askForEdit(failedPrompt, turn, 'local');
      default:
        return undefined;
    }
  },
  view: viewOfEdit,
  back: ({ ref }, { draft }) => (draft?.edited ? { name: 'edited' } : { name: 'presenter', ref, page: 0 }),
};

function askForEdit(
  wish: string,
  { state, screen: { failedPrompt: _, ...screen }, facts, newId }: Turn<'edit'>,
  engine?: 'local',
): Outcome {
  const draft = state.draft ?? newDraft(newId, facts.language);
  if (draft.edits >= facts.limits.maxEdits) return withNotice(stay(state), 'no-edits-left');
  const prompt = wish.slice(0, maxPromptLength);
  const task = {
    kind: 'edit-picture' as const,
    presenter: screen.ref,
    prompt,
    ...(engine && { engine }),
  };
  const waiting = {
    ...{ id: newId, kind: 'edit-picture' as const, original: screen.original },
    // The built-in editor's failures are its last word.
    ...(engine === undefined && facts.limits.hasPictureService && { prompt }),
  };
  return startTask({ ...state, draft, screen }, waiting, task);
}

function viewOfEdit({ state, screen, facts, texts }: Sight<'edit'>): View {
  const media = { kind: 'photo' as const, from: 'presenter' as const, presenter: screen.ref };
  const isThere = facts.presenter !== undefined;
  if (state.draft?.task?.kind === 'edit-picture') {
    return {
      html: texts.presenter.editing,
      ...(isThere && { media }),
      rows: [[button(texts.create.stopChecking, 'stop')]],
      activity: 'upload_photo',
    };
  }
  const { maxEdits, hasPictureService } = facts.limits;
  const isOffered = !hasPictureService || screen.failedPrompt !== undefined;
  const left = Math.max(0, maxEdits - (state.draft?.edits ?? 0));
  return {
    html: paragraphs(texts.presenter.editPrompt(left, maxEdits), isOffered && texts.presenter.editAbilities),
    ...(isThere && { media }),
    rows:
      screen.failedPrompt === undefined
        ? []
        : [
            [button(texts.failedEdit.retry, 'once-more', undefined, 'primary')],
            [button(texts.failedEdit.builtIn, 'built-in')],
          ],
  };
}

export const edited: ScreenDefinition<'edited'> = {
  read: () => ({}),
  isOfDraft: true,
  needs: (_screen, { draft }) =>
    draft?.edited ? { presenter: { kind: 'own', id: draft.edited.presenterId } } : {},
  decide(event, turn) {
    const result = turn.state.draft?.edited;
    if (event.on !== 'press' || !result) return undefined;
    return press(event.button.name, result, turn);
  },
  view: viewOfResult,
  back: (_screen, { draft }) =>
    draft?.edited ? { name: 'presenter', ref: draft.edited.original, page: 0 } : { name: 'gallery', page: 0 },
};

type Edited = NonNullable<NonNullable<Turn<'edited'>['state']['draft']>['edited']>;

function press(name: string, result: Edited, turn: Turn<'edited'>): Outcome | undefined {
  const { state, facts } = turn;
  const { draft } = state;
  if (name === 'use') {
    if (facts.presenter) return pick(facts.presenter, turn);
    return withNotice(goTo(state, { name: 'gallery', page: 0 }), 'gone');
  }
  if (name === 'further') {
    if ((draft?.edits ?? 0) >= facts.limits.maxEdits) return withNotice(stay(state), 'no-edits-left');
    const ref = { kind: 'own' as const, id: result.presenterId };
    return goTo(state, { name: 'edit', ref, original: result.original });
  }
  if (name !== 'original' || !draft) return undefined;
  const { edited: _, ...rest } = draft;
  return goTo({ ...state, draft: rest }, { name: 'presenter', ref: result.original, page: 0 });
}

function viewOfResult({ state, facts, texts }: Sight<'edited'>): View {
  const result = state.draft?.edited;
  if (!result || !facts.presenter) return { html: texts.common.gone, rows: [] };
  const { maxEdits } = facts.limits;
  const left = Math.max(0, maxEdits - (state.draft?.edits ?? 0));
  const done = editWords(result.applied, texts);
  return {
    html: paragraphs(texts.presenter.edited(left, maxEdits), done !== '' && texts.presenter.applied(done)),
    media: { kind: 'photo', from: 'presenter', presenter: { kind: 'own', id: result.presenterId } },
    rows: [
      [button(texts.presenter.useEdited, 'use', undefined, 'primary')],
      ...(left > 0 ? [[button(texts.presenter.editFurther, 'further')]] : []),
      [button(texts.presenter.backToOriginal, 'original')],
    ],
  };
}
