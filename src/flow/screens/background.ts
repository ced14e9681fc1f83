import { mediaProblem, megabytesOf } from '../../domain/media/media-problem.ts';
import type { ChatTask, SentFile } from '../../domain/task/task.ts';
import { button } from '../buttons.ts';
import { type Draft, newDraft } from '../draft.ts';
import { linkIn } from '../link-in.ts';
import { nextScreen } from '../next-screen.ts';
import {
  goTo,
  type Outcome,
  type ScreenDefinition,
  type Sight,
  stay,
  type Turn,
  withNotice,
} from '../screen.ts';
import { startTask, stopTask } from '../draft-task.ts';
import type { View } from '../view.ts';

export const background: ScreenDefinition<'background'> = {
  read: () => ({}),
  isOfDraft: true,
  needs: () => ({}),
  decide(event, turn) {
    if (event.on === 'file') return fetchFile(event.file, turn);
    if (event.on === 'text') return fetchLink(event.text, turn);
    return event.on === 'press' ? press(event.button.name, turn) : undefined;
  },
  view,
  back: () => ({ name: 'format' }),
};

function press(name: string, turn: Turn<'background'>): Outcome | undefined {
  const { state } = turn;
  const { draft } = state;
  if (!draft) return undefined;
  if (name === 'stop' && draft.task) return withNotice(stopTask(state), 'task-cancelled');
  if (!draft.background) return undefined;
  if (name === 'cut' && draft.asksToCut) {
    const { asksToCut: _, ...rest } = draft;
    return goTo({ ...state, draft: rest }, nextScreen(rest));
  }
  return name === 'use' && !draft.asksToCut ? goTo(state, nextScreen(draft)) : undefined;
}

function fetchFile(file: SentFile, turn: Turn<'background'>): Outcome {
  const limit = turn.facts.limits.uploadMaxMegabytes;
  if (file.kind === 'photo') {
    const refusal = {
      reason: 'invalid-media' as const,
      details: mediaProblem('not-a-video', { kind: 'picture' }),
    };
    return withNotice(stay(turn.state), { is: 'refusal', refusal });
  }
  if (file.bytes !== undefined && file.bytes > limit * 1024 * 1024) {
    const refusal = {
      reason: 'invalid-media' as const,
      details: mediaProblem('too-big', { foundMegabytes: megabytesOf(file.bytes), allowedMegabytes: limit }),
    };
    return withNotice(stay(turn.state), { is: 'refusal', refusal });
  }
  return fetchFrom({ file }, turn);
}

function fetchLink(text: string, turn: Turn<'background'>): Outcome {
  const url = linkIn(text);
  if (url !== undefined) return fetchFrom({ url }, turn);
  const refusal = { reason: 'link-refused' as const, details: mediaProblem('link-invalid', {}) };
  return withNotice(stay(turn.state), { is: 'refusal', refusal });
}

function fetchFrom(
  source: Extract<ChatTask, { kind: 'fetch-background' }>['source'],
  { state, facts, newId }: Turn<'background'>,
): Outcome {
  const { background: _, asksToCut: __, ...draft }: Draft = state.draft ?? newDraft(newId, facts.language);
  return startTask(
    { ...state, draft },
    { id: newId, kind: 'fetch-background' },
    { kind: 'fetch-background', source },
  );
}

function view({ state, facts, texts }: Sight<'background'>): View {
  const { backgroundMaxSeconds: maxSeconds, uploadMaxMegabytes, linkMaxMegabytes } = facts.limits;
  const { draft } = state;
  if (draft?.task) {
    return {
      html: texts.create.checkingBackground,
      rows: [[button(texts.create.stopChecking, 'stop')]],
      activity: 'typing',
    };
  }
  const found = draft?.background?.probe;
  if (!found) {
    return { html: texts.create.background(maxSeconds, uploadMaxMegabytes, linkMaxMegabytes), rows: [] };
  }
  const seconds = Math.round(found.durationSeconds);
  return draft.asksToCut
    ? {
        html: texts.create.tooLong(maxSeconds),
        rows: [[button(texts.create.useBeginning(maxSeconds), 'cut', undefined, 'primary')]],
      }
    : {
        html: texts.create.hasBackground(seconds, found.size.width, found.size.height),
        rows: [[button(texts.create.useBackground, 'use', undefined, 'primary')]],
      };
}
