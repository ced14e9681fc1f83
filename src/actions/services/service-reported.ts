import { isUuid } from '../../kernel/uuid.ts';
import { stepKinds } from '../../domain/production/step.ts';
import { enqueueWake } from '../../pipeline/jobs.ts';
import { markTaskReported } from '../../store/chat-tasks.ts';
import { findCall, markSubmitted } from '../../store/provider-calls.ts';
import type { ActionParts } from '../parts.ts';
import { taskOfTag } from '../tasks/slow-task-work.ts';

export interface ServiceReport {
  /** Our mark of the work, from the address that the service was given. */
  readonly tag: string;
  /** The service's own id. */
  readonly requestId: string;
}

/**
 * A service says that it is done with something: whoever waits for it asks it now. It is a hint and no more: what
 * became of the work is asked of the service itself. It may be told again, late, or before what was sent is written
 * down as taken. False where nothing of ours is meant.
 */
export async function serviceReported(
  { database, queue }: Pick<ActionParts, 'database' | 'queue'>,
  { tag, requestId }: ServiceReport,
): Promise<boolean> {
  const call = await findCall(database.db, tag);
  if (!call) return false;
  await database.db.transaction(async (transaction) => {
    // What was taken has an id, also where we died before its answer came.
    if (call.requestId === null) await markSubmitted(transaction, tag, requestId);
    const step = stepOf(tag);
    if (step) await enqueueWake(queue, transaction, step);
    const taskId = taskOfTag(tag);
    if (taskId !== undefined && isUuid(taskId)) await markTaskReported(transaction, taskId);
  });
  return true;
}

/** Undefined for a task of a chat. */
function stepOf(tag: string) {
  const [name, productionId = ''] = tag.split(':');
  const kind = stepKinds.find((candidate) => candidate === name);
  return kind && isUuid(productionId) ? { productionId, kind } : undefined;
}
