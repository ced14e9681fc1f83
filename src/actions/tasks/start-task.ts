import type { ChatTask } from '../../domain/task/task.ts';
import { insertChatTask } from '../../store/chat-tasks.ts';
import type { ActionParts } from '../parts.ts';
import { requireAdmitted } from '../people/require-admitted.ts';
import { enqueueTask } from './task-jobs.ts';

/** Puts slow work of a conversation into the queue. Starting a task that was started changes nothing. */
export async function startTask(
  { database, queue }: Pick<ActionParts, 'database' | 'queue'>,
  personId: string,
  taskId: string,
  task: ChatTask,
): Promise<void> {
  await database.db.transaction(async (transaction) => {
    await requireAdmitted(transaction, personId);
    if (!(await insertChatTask(transaction, { id: taskId, personId, task }))) return;
    await enqueueTask(queue, transaction, taskId);
  });
}
