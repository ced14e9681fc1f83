import { logOf } from '../../platform/log/log.ts';
import { listWaitingSince } from '../../store/chat-tasks.ts';
import { stopFileRemovals, workOffFileRemovals } from '../file-removal.ts';
import type { ActionParts } from '../parts.ts';
import { recordEnd, runTask } from './run-task.ts';
import { parseTaskEnd, parseTaskJob, type TaskEnd, taskEndQueue, taskQueue } from './task-jobs.ts';
import type { TaskTools } from './task-work.ts';

export interface WorkOffTasksOptions extends Omit<TaskTools, 'parts'> {
  /** Tasks at a time in this process. */
  readonly concurrency: number;
  readonly shutdown: AbortSignal;
}

/** A task that is not done by then never will be: it kills whoever works on it, or its job was lost. */
const longestWaitMs = 3_600_000;
const sweepEveryMs = 300_000;

/**
 * Starts working off tasks of the chat, and tells of each end until `tell` takes it. After a kill between recording and
 * telling an end is told again: the receiver knows it by its task.
 */
export async function workOffTasks(
  parts: ActionParts,
  { concurrency, shutdown, ...tools }: WorkOffTasksOptions,
  tell: (end: TaskEnd) => Promise<void>,
): Promise<void> {
  await parts.queue.work(taskQueue, { concurrency }, async (data, signal) => {
    await runTask({ parts, ...tools }, parseTaskJob(data), AbortSignal.any([signal, shutdown]));
  });
  await parts.queue.work(taskEndQueue, { concurrency }, async (data) => await tell(parseTaskEnd(data)));
  await workOffFileRemovals(parts);
  sweepUntil(parts, shutdown);
}

/** Takes no further task, and waits for those under way, whose signals have fired by now. */
export async function stopWorkingOffTasks({ queue }: Pick<ActionParts, 'queue'>): Promise<void> {
  await Promise.all([queue.stopWork(taskQueue), queue.stopWork(taskEndQueue), stopFileRemovals(queue)]);
}

function sweepUntil(parts: ActionParts, end: AbortSignal): void {
  const sweep = () =>
    failOverdueTasks(parts, new Date()).catch((error: unknown) =>
      logOf(parts.log, 'scheduler').warn({ err: error }, 'Overdue tasks could not be looked for.'),
    );
  const timer = setInterval(sweep, sweepEveryMs);
  timer.unref();
  end.addEventListener('abort', () => clearInterval(timer), { once: true });
}

/** Whoever waits for a task learns its end, even if none of the machines could do it. */
export async function failOverdueTasks(
  parts: Pick<ActionParts, 'database' | 'queue'>,
  now: Date,
): Promise<void> {
  const before = new Date(now.getTime() - longestWaitMs);
  for (const { id, personId } of await listWaitingSince(parts.database.db, before, 100)) {
    const refusal = { reason: 'timed-out', details: { seconds: longestWaitMs / 1000 } } as const;
    await recordEnd(parts, { taskId: id, personId, refusal });
  }
}
