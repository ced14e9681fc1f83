import type { Refusal } from '../domain/production/production-status.ts';
import type { ChatTaskOutcome } from '../domain/task/task.ts';
import { anytime } from './buttons.ts';
import type { Draft } from './draft.ts';
import { taskScreens, withOutcome } from './draft-task.ts';
import type { FlowEvent } from './event.ts';
import { failedEdit } from './failed-edit.ts';
import { paragraphs } from './html.ts';
import { montageTaskDone, montageTaskFailed } from './montage/montage-task.ts';
import { nextScreen } from './next-screen.ts';
import { goTo, type Outcome, stay, type Turn, withNotice } from './screen.ts';
import { productionFact } from './screens/speaking.ts';
import { serviceText, stuckTitle } from './service-words.ts';
import type { Screen, ScreenName } from './state.ts';
import { refusalText } from './texts/texts.ts';

type WorkEvent = Extract<
  FlowEvent,
  { readonly on: 'task-done' | 'task-failed' | 'spoken' | 'delivered' | 'failed' | 'stuck' | 'rendered' }
>;

/** What slow work made of the conversation. Work that nobody waits for any more changes nothing. */
export function workEnded(event: WorkEvent, turn: Turn<ScreenName>): Outcome {
  switch (event.on) {
    case 'task-done':
      return taskDone(event.taskId, event.outcome, turn);
    case 'task-failed':
      return taskFailed(event.taskId, event.refusal, turn);
    case 'spoken':
      return spoken(event.productionId, turn);
    case 'delivered':
      return moved(event.productionId, { name: 'result', productionId: event.productionId }, turn);
    case 'failed':
      return failed(event.productionId, event.refusal, turn);
    case 'stuck':
      return stuck(event.productionId, event.refusal, turn);
    case 'rendered':
      return rendered(event.requestId, turn);
  }
}

function taskDone(taskId: string, outcome: ChatTaskOutcome, turn: Turn<ScreenName>): Outcome {
  const ofMontage = montageTaskDone(taskId, outcome, turn);
  if (ofMontage) return ofMontage;
  const { state, texts } = turn;
  const task = state.draft?.task;
  const draft = state.draft && task?.id === taskId ? withOutcome(state.draft, outcome) : undefined;
  if (!draft || !task) return ignored(turn);
  const { waits, ready } = taskScreens[task.kind];
  if (!waits.includes(state.screen.name)) return announced(draft, texts.notices[ready], turn);
  const next = goTo({ ...state, draft }, nextScreen(draft));
  return {
    ...(draft.asksToCut || ready !== 'background-ready' ? next : withNotice(next, ready)),
    show: 'edit',
  };
}

function taskFailed(taskId: string, refusal: Refusal, turn: Turn<ScreenName>): Outcome {
  const ofMontage = montageTaskFailed(taskId, refusal, turn);
  if (ofMontage) return ofMontage;
  const { state, texts } = turn;
  if (!state.draft?.task || state.draft.task.id !== taskId) return ignored(turn);
  const { task, ...draft } = state.draft;
  if (!taskScreens[task.kind].waits.includes(state.screen.name)) {
    return announced(draft, refusalText(texts, refusal), turn);
  }
  const retry = failedEdit(task, refusal, state.screen);
  if (retry) {
    return { ...withNotice(goTo({ ...state, draft }, retry), { is: 'refusal', refusal }), show: 'edit' };
  }
  const isOutOfEdits = task.kind === 'edit-picture' && refusal.reason === 'limit-reached';
  const outcome = withNotice(
    stay({ ...state, draft }),
    isOutOfEdits ? 'no-edits-left' : { is: 'refusal', refusal },
  );
  return { ...outcome, show: 'edit' };
}

/** Says it in a message of its own and leaves the screen alone. */
function announced(draft: Draft, line: string, { state, texts }: Turn<ScreenName>): Outcome {
  const rows = [[anytime(texts.home.resume, 'continue')]];
  return { state: { ...state, draft }, effects: [{ do: 'say', html: line, rows }], show: 'keep' };
}

/** A service failed for good, and nobody but the person can decide what now. */
function stuck(productionId: string, refusal: Refusal, turn: Turn<ScreenName>): Outcome {
  const { state, texts } = turn;
  if (waitsFor(productionId, turn)) {
    return { ...goTo(state, { name: 'stuck', productionId, refusal }), show: 'anew' };
  }
  const status = productionFact(turn.facts, productionId);
  const html = paragraphs(stuckTitle(status, texts), serviceText(refusal, texts));
  const rows = [[anytime(texts.stuck.decide, 'engine', productionId, 'primary')]];
  return { state, effects: [{ do: 'say', html, rows }], show: 'keep' };
}

/** Whoever looks elsewhere has the clips, or is told by them. */
function rendered(requestId: string, turn: Turn<ScreenName>): Outcome {
  const { screen } = turn.state;
  if (screen.name !== 'rendering' || screen.requestId !== requestId) return ignored(turn);
  return { ...goTo(turn.state, { name: 'rendered', requestId }), show: 'anew' };
}

function ignored({ state }: Turn<ScreenName>): Outcome {
  return { state, show: 'keep' };
}

function spoken(productionId: string, turn: Turn<ScreenName>): Outcome {
  const { state } = turn;
  const isOfDraft = state.draft?.production?.id === productionId;
  const draft =
    isOfDraft && state.draft
      ? { ...state.draft, production: { id: productionId, isSpoken: true } }
      : state.draft;
  const next = draft ? { ...state, draft } : state;
  const { screen } = state;
  const isWaitedFor = screen.name === 'speaking' || screen.name === 'stuck';
  if (!isWaitedFor || screen.productionId !== productionId) return { state: next, show: 'keep' };
  return { ...goTo(next, { name: 'listen', productionId, isAbove: false }), show: 'anew' };
}

function failed(productionId: string, refusal: Refusal, turn: Turn<ScreenName>): Outcome {
  const { state } = turn;
  if (state.draft?.production?.id !== productionId) {
    return moved(productionId, { name: 'failed', productionId, refusal }, turn);
  }
  const { production: _, ...draft } = state.draft;
  const isWaitedFor = state.screen.name === 'speaking' && state.screen.productionId === productionId;
  // Speech costs nothing: the person is led back to the text, where it can be mended.
  if (!isWaitedFor) return announced(draft, refusalText(turn.texts, refusal), turn);
  const outcome = goTo({ ...state, draft }, { name: 'script' });
  return { ...withNotice(outcome, { is: 'refusal', refusal }), show: 'anew' };
}

/** Only the person who waits on the production's own screen is taken on. */
function moved(productionId: string, next: Screen, turn: Turn<ScreenName>): Outcome {
  return waitsFor(productionId, turn) ? { ...goTo(turn.state, next), show: 'anew' } : ignored(turn);
}

function waitsFor(productionId: string, { state: { screen } }: Turn<ScreenName>): boolean {
  const waits =
    screen.name === 'speaking' ||
    screen.name === 'listen' ||
    screen.name === 'producing' ||
    screen.name === 'stuck';
  return waits && screen.productionId === productionId;
}
