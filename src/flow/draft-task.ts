import type { ChatTask, ChatTaskOutcome } from '../domain/task/task.ts';
import { changed, type Draft, type DraftTask } from './draft.ts';
import type { Effect } from './effect.ts';
import type { Outcome } from './screen.ts';
import type { FlowState, NoticeLine, ScreenName } from './state.ts';

/** Slow work for the draft; what was in work for it before is no longer wanted. */
export function startTask(state: FlowState, task: DraftTask, wish: ChatTask): Outcome {
  const { draft } = state;
  if (!draft) return { state };
  const effects: Effect[] = [
    ...(draft.task ? [{ do: 'cancel-task' as const, taskId: draft.task.id }] : []),
    { do: 'start-task', taskId: task.id, task: wish },
  ];
  return { state: { ...state, draft: { ...draft, task } }, effects };
}

export function stopTask(state: FlowState): Outcome {
  const { draft } = state;
  if (!draft?.task) return { state };
  const { task, ...rest } = draft;
  return { state: { ...state, draft: rest }, effects: [{ do: 'cancel-task', taskId: task.id }] };
}

/** Where the person waits for the work, and what they are told of its end when they are elsewhere. */
export const taskScreens: Readonly<
  Record<DraftTask['kind'], { readonly waits: readonly ScreenName[]; readonly ready: NoticeLine }>
> = {
  'fetch-background': { waits: ['background'], ready: 'background-ready' },
  'check-photo': { waits: ['photo'], ready: 'photo-ready' },
  'edit-picture': { waits: ['edit'], ready: 'edit-ready' },
  'make-presenter': { waits: ['describe-presenter'], ready: 'presenter-made' },
};

/** The draft with what its work made; undefined where it does not wait for such an outcome. */
export function withOutcome(draft: Draft, outcome: ChatTaskOutcome): Draft | undefined {
  const { task, ...rest } = draft;
  if (task?.kind !== outcome.kind) return undefined;
  switch (outcome.kind) {
    case 'fetch-background':
      return changed(rest, { background: outcome.background, asksToCut: outcome.isTooLong });
    case 'check-photo':
      return { ...rest, photo: { presenterId: outcome.presenterId, warnings: outcome.warnings } };
    case 'edit-picture': {
      const { presenterId, applied } = outcome;
      const original = task.original ?? { kind: 'own', id: presenterId };
      return { ...rest, edits: rest.edits + 1, edited: { presenterId, original, applied } };
    }
    case 'make-presenter':
      return { ...rest, made: outcome.presenterId };
    default:
      return undefined;
  }
}
