import { setTimeout as delay } from 'node:timers/promises';
import type { ChatTask, ChatTaskOutcome } from '../../domain/task/task.ts';
import { asAppError } from '../../kernel/errors.ts';
import { withScratchFolder } from '../../platform/files/scratch.ts';
import { logOf } from '../../platform/log/log.ts';
import { type ChatTaskRow, endChatTask, findChatTask } from '../../store/chat-tasks.ts';
import { giveUpCall } from '../../store/provider-calls.ts';
import type { ActionParts } from '../parts.ts';
import { checkBookendTask } from './check-bookend-task.ts';
import { checkPhoto } from './check-photo.ts';
import { checkSubtitlesTask } from './check-subtitles-task.ts';
import { editPresenterPicture } from './edit-presenter-picture.ts';
import { fetchBackground } from './fetch-background.ts';
import { makePresenter } from './make-presenter.ts';
import { cancelTaskWork, taskTag } from './slow-task-work.ts';
import { previewClipTask } from './preview-clip-task.ts';
import { enqueueTaskEnd, type TaskEnd } from './task-jobs.ts';
import type { TaskTools, TaskWork } from './task-work.ts';
import { watchTask } from './watch-task.ts';

const timeoutMsOf: Readonly<Record<ChatTask['kind'], number>> = {
  'fetch-background': 180_000,
  'check-photo': 90_000,
  'edit-picture': 180_000,
  'check-bookend': 180_000,
  'check-subtitles': 60_000,
  'preview-clip': 120_000,
  'make-presenter': 300_000,
};
/** Between tries of what may succeed unchanged: a network that broke, a service that was busy. */
const retryDelaysMs = [1000, 4000];

/**
 * Does a task, records its end and with it that it is to be told. Throws only when it must be handed back, at shutdown
 * or because the end could not be recorded: the queue tries again.
 */
export async function runTask(tools: TaskTools, taskId: string, handBack: AbortSignal): Promise<void> {
  const { parts } = tools;
  const row = await findChatTask(parts.database.db, taskId);
  if (row?.state !== 'waiting') return;
  const watch = watchTask(parts.database.db, taskId, handBack, timeoutMsOf[row.task.kind]);
  try {
    const outcome = await withRetries(() => perform(tools, row, watch.signal), watch.signal);
    await recordEnd(parts, { taskId, personId: row.personId, outcome });
  } catch (thrown) {
    if (watch.isCancelled()) return await leaveService(parts, taskId);
    if (handBack.aborted) throw thrown;
    const { reason, details } = logged(parts, row, watch.timeoutError() ?? thrown);
    await leaveService(parts, taskId, reason);
    await recordEnd(parts, { taskId, personId: row.personId, refusal: { reason, details } });
  } finally {
    watch.end();
  }
}

/** The row and the news of it in one transaction: a kill before it repeats the work, a kill after it nothing. */
export async function recordEnd(
  { database, queue }: Pick<ActionParts, 'database' | 'queue'>,
  end: TaskEnd,
): Promise<void> {
  await database.db.transaction(async (transaction) => {
    const state = 'outcome' in end ? 'done' : 'failed';
    if (await endChatTask(transaction, end.taskId, state)) await enqueueTaskEnd(queue, transaction, end);
  });
}

/** What a service may have under way for a task that has ended otherwise is wanted no more. */
async function leaveService(parts: ActionParts, taskId: string, reason = 'cancelled'): Promise<void> {
  await giveUpCall(parts.database.db, taskTag(taskId), reason);
  await withScratchFolder(parts.scratchFolder, async (workFolder) => {
    const context = { workFolder, reportProgress: () => undefined };
    const { pictureEdit, pictureMaking } = parts;
    await cancelTaskWork(parts, pictureEdit, taskId, context);
    if (pictureMaking) await cancelTaskWork(parts, pictureMaking, taskId, context);
  });
}

async function withRetries<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (const delayMs of retryDelaysMs) {
    try {
      return await work();
    } catch (error) {
      if (signal.aborted || !asAppError(error).retryable) throw error;
      await delay(delayMs, undefined, { signal });
    }
  }
  return await work();
}

const works: { readonly [Kind in ChatTask['kind']]: TaskWork<Kind> } = {
  'fetch-background': fetchBackground,
  'check-photo': checkPhoto,
  'edit-picture': editPresenterPicture,
  'check-bookend': checkBookendTask,
  'check-subtitles': checkSubtitlesTask,
  'preview-clip': previewClipTask,
  'make-presenter': makePresenter,
};

async function perform(
  tools: TaskTools,
  { id: taskId, personId, task }: ChatTaskRow,
  signal: AbortSignal,
): Promise<ChatTaskOutcome> {
  const work = works[task.kind] as TaskWork<ChatTask['kind']>;
  return await withScratchFolder(
    tools.parts.scratchFolder,
    async (workFolder) =>
      await work(tools, personId, task, { taskId, signal, workFolder, reportProgress: () => undefined }),
  );
}

/** What a user can mend is no error of the program's; the rest is looked into by its cause. */
function logged({ log }: ActionParts, { id, task }: ChatTaskRow, thrown: unknown) {
  const error = asAppError(thrown);
  const { reason, details } = error;
  const lines = logOf(log, 'ugc_creation');
  const fields = { taskId: id, task: task.kind, reason, problem: details.problem };
  if (error.reason === 'internal') lines.error({ ...fields, err: thrown }, 'A task of the chat failed.');
  else lines.info(fields, 'A task of the chat was refused.');
  return error;
}
