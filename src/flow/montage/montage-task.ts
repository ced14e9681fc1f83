import type { MontageStatus } from '../../domain/montage/montage-status.ts';
import type { RenderSettings } from '../../domain/montage/render-settings.ts';
import type { Refusal } from '../../domain/production/production-status.ts';
import type { ChatTask, ChatTaskOutcome } from '../../domain/task/task.ts';
import { anytime } from '../buttons.ts';
import type { Effect } from '../effect.ts';
import { goTo, type Outcome, stay, type Turn, withNotice } from '../screen.ts';
import type { FlowState, Notice, ScreenName } from '../state.ts';
import { refusalText } from '../texts/texts.ts';
import type { MontageTask } from './pending-task.ts';
import { montageScreens } from './montage-screens.ts';

type MontageOutcome = Extract<
  ChatTaskOutcome,
  { readonly kind: 'check-bookend' | 'check-subtitles' | 'preview-clip' }
>;

export function startMontageTask(state: FlowState, task: MontageTask, wish: ChatTask): Outcome {
  if (isChecking(state) && !isSameWork(state.montageTask, task)) return stillChecking(state);
  const effects: Effect[] = [
    ...leftMontageWork(state),
    { do: 'start-task' as const, taskId: task.id, task: wish },
  ];
  return { state: { ...state, montageTask: task }, effects };
}

/** Whether a file that the person sent is being looked at: what it is for would come out without it. */
export function isChecking({ montageTask: task }: FlowState): boolean {
  if (task?.kind === 'check-bookend') return !task.isTooLong;
  return task?.kind === 'check-subtitles';
}

export function stillChecking(state: FlowState): Outcome {
  return withNotice(stay(state), 'still-checking');
}

/** Another file for the same place takes the first one's. */
function isSameWork(before: MontageTask | undefined, task: MontageTask): boolean {
  const partOf = (each: MontageTask | undefined) => (each?.kind === 'check-bookend' ? each.part : each?.kind);
  return before?.productionId === task.productionId && partOf(before) === partOf(task);
}

export function stopMontageTask(state: FlowState): Outcome {
  return { state: withoutMontageTask(state), effects: leftMontageWork(state) };
}

/** What still runs of it. */
export function leftMontageWork({ montageTask: task }: FlowState): Effect[] {
  const isOver = !task || (task.kind === 'check-bookend' && task.isTooLong);
  return isOver ? [] : [{ do: 'cancel-task', taskId: task.id }];
}

export function withoutMontageTask({ montageTask: _, ...state }: FlowState): FlowState {
  return state;
}

/** What deciding about the outcome needs. */
export function videoOfOutcome(outcome: ChatTaskOutcome): string | undefined {
  return 'productionId' in outcome ? outcome.productionId : undefined;
}

/** Undefined where the outcome is none that a montage waits for. */
export function montageTaskDone(
  taskId: string,
  outcome: ChatTaskOutcome,
  turn: Turn<ScreenName>,
): Outcome | undefined {
  const task = turn.state.montageTask;
  if (task?.id !== taskId || task.kind !== outcome.kind) return undefined;
  const state = withoutMontageTask(turn.state);
  const known = turn.facts.montage;
  // It was deleted meanwhile.
  if (!known) return { ...stay(state), show: 'edit' };
  if (outcome.kind === 'preview-clip') return previewed(outcome, { ...turn, state });
  if (outcome.kind !== 'check-bookend' && outcome.kind !== 'check-subtitles') return undefined;
  const taken = takenIn(outcome, known);
  const effects: Effect[] = [
    { do: 'set-render-settings', productionId: known.productionId, settings: taken.settings },
  ];
  if (!isAt(state, task.productionId)) return elsewhere(taken.line(turn), task, { ...turn, state }, effects);
  return { ...withNotice(stay(state, effects), taken.notice), show: 'edit' };
}

/** Undefined where the task is none of a montage. */
export function montageTaskFailed(
  taskId: string,
  refusal: Refusal,
  turn: Turn<ScreenName>,
): Outcome | undefined {
  const task = turn.state.montageTask;
  if (task?.id !== taskId) return undefined;
  const isTooLong = task.kind === 'check-bookend' && refusal.details.problem === 'clip-too-long';
  const state = isTooLong
    ? { ...turn.state, montageTask: { ...task, isTooLong } }
    : withoutMontageTask(turn.state);
  if (!isAt(state, task.productionId)) {
    return elsewhere(refusalText(turn.texts, refusal), task, { ...turn, state }, []);
  }
  return { ...withNotice(stay(state), { is: 'refusal', refusal }), show: 'edit' };
}

interface TakenIn {
  readonly settings: RenderSettings;
  readonly notice: Notice;
  readonly line: (turn: Turn<ScreenName>) => string;
}

function takenIn(
  outcome: Exclude<MontageOutcome, { kind: 'preview-clip' }>,
  { settings }: MontageStatus,
): TakenIn {
  if (outcome.kind === 'check-bookend') {
    return {
      settings: { ...settings, [outcome.part]: outcome.bookend },
      notice: { is: 'line', line: 'bookend-ready' },
      line: ({ texts }) => texts.notices['bookend-ready'],
    };
  }
  const { cues, warnings } = outcome;
  return {
    settings: { ...settings, subtitles: { kind: 'own', file: outcome.file } },
    notice: { is: 'subtitles-ready', cues, warnings },
    line: ({ texts }) => texts.montage.subtitlesReady(cues, []),
  };
}

function previewed(
  { productionId, videoKey }: Extract<MontageOutcome, { kind: 'preview-clip' }>,
  { state }: Turn<ScreenName>,
): Outcome {
  const isWaitedFor = state.screen.name === 'preview' && state.screen.productionId === productionId;
  if (!isWaitedFor) return { state, show: 'keep' };
  return { ...goTo(state, { name: 'preview', productionId, videoKey }), show: 'edit' };
}

function isAt({ screen }: FlowState, productionId: string): boolean {
  return (
    montageScreens.some((name) => name === screen.name) &&
    'productionId' in screen &&
    screen.productionId === productionId
  );
}

/** Says it in a message of its own, with the way there, and leaves the screen alone. */
function elsewhere(
  html: string,
  { productionId, kind }: MontageTask,
  { state, texts }: Turn<ScreenName>,
  effects: readonly Effect[],
): Outcome {
  if (kind === 'preview-clip') return { state, show: 'keep' };
  const rows = [[anytime(texts.montage.open, 'montage', productionId)]];
  return { state, effects: [...effects, { do: 'say', html, rows }], show: 'keep' };
}
