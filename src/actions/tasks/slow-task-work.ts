import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { PaidCapability } from '../../domain/production/provider-call.ts';
import { AppError, isAppError } from '../../kernel/errors.ts';
import type { JsonValue } from '../../kernel/json.ts';
import { openSpending } from '../../pipeline/spending.ts';
import type { ProviderCost, SlowPort, SlowWork, WorkContext } from '../../ports/work.ts';
import { findChatTask, lockWaitingTask, saveTaskOperation } from '../../store/chat-tasks.ts';
import { findCall, markCall, markDone } from '../../store/provider-calls.ts';
import type { ActionParts } from '../parts.ts';
import type { TaskContext } from './task-work.ts';

/** Of the paid request that a task sends: it sends one at most. */
export function taskTag(taskId: string): string {
  return `edit:${taskId}`;
}

const saved = z.object({ adapter: z.string(), operation: z.json() as z.ZodType<JsonValue> });

interface SlowTask<Request, Result> {
  readonly port: Pick<SlowPort<Request, Result>, 'adapter' | 'start' | 'status' | 'find'>;
  readonly request: Request;
  readonly capability: PaidCapability;
  readonly personId: string;
}

/**
 * Has a slow port do what a task is about, once, whatever dies in between: what was saved is asked for, what may have left
 * is looked up. Throws what the port throws, and `provider-unconfirmed`.
 */
export async function slowTaskWork<Request, Result extends { readonly cost: ProviderCost }>(
  parts: ActionParts,
  task: SlowTask<Request, Result>,
  context: TaskContext,
): Promise<Result> {
  const { port, request } = task;
  if (port.adapter.kind === 'local')
    return await untilDone(parts, task, await port.start(request, context), context);
  const paid = { ...context, spending: spendingOf(parts, task, context) };
  const work = await begunWork(parts, task, paid);
  const result = await untilDone(parts, task, work, paid);
  await markDone(parts.database.db, taskTag(context.taskId), result.cost.actualUsd);
  return result;
}

/** What is under way already, or else what a request leads to that leaves now. */
async function begunWork<Request, Result>(
  parts: ActionParts,
  task: SlowTask<Request, Result>,
  context: TaskContext,
): Promise<SlowWork<Result>> {
  const { port, request } = task;
  const operation =
    (await savedOperation(parts, task, context.taskId)) ?? (await lookedUp(parts, task, context));
  if (operation !== undefined) return await port.status(operation, context);
  try {
    return await port.start(request, context);
  } catch (error) {
    if (!isAppError(error, 'provider-unconfirmed') || !port.find) throw error;
    const found = await lookedUp(parts, task, context);
    return found === undefined ? await port.start(request, context) : await port.status(found, context);
  }
}

function spendingOf<Request, Result>(
  parts: ActionParts,
  { port, personId, capability }: SlowTask<Request, Result>,
  { taskId }: TaskContext,
) {
  return openSpending(parts, {
    tag: taskTag(taskId),
    owner: personId,
    capability,
    adapter: port.adapter.name,
    isOurs: async (transaction) => await lockWaitingTask(transaction, taskId),
    onSending: () => parts.stopAt('task:sending'),
    onSubmitted: () => parts.stopAt('task:submitted'),
  });
}

async function savedOperation<Request, Result>(
  { database }: ActionParts,
  { port }: SlowTask<Request, Result>,
  taskId: string,
): Promise<JsonValue | undefined> {
  const { data } = saved.safeParse((await findChatTask(database.db, taskId))?.operation);
  return data?.adapter === port.adapter.name ? data.operation : undefined;
}

/** What a request led to whose answer was lost; undefined where none may have left, or it surely was not taken. */
async function lookedUp<Request, Result>(
  parts: ActionParts,
  { port }: SlowTask<Request, Result>,
  context: TaskContext,
): Promise<JsonValue | undefined> {
  const call = await findCall(parts.database.db, taskTag(context.taskId));
  if (!call || call.state === 'not-taken') return undefined;
  const { tag, createdAt: sentAt, model, requestId, provider } = call;
  const { patience } = parts.paid;
  const lost = { tag, sentAt, model: model ?? undefined, requestId: requestId ?? undefined };
  while (port.find && call.endedAt === null) {
    const lookup = await port.find(lost, context);
    if (lookup.status === 'found') {
      await markCall(parts.database.db, tag, 'submitted');
      return lookup.operation;
    }
    const isOld = Date.now() - sentAt.getTime() >= patience.absentAfterMs;
    if (lookup.status === 'absent' && isOld && call.state !== 'submitted') {
      await markCall(parts.database.db, tag, 'not-taken');
      return undefined;
    }
    await delay(patience.lookUpSeconds * 1000, undefined, { signal: context.signal });
  }
  const message = `A paid request to ${provider} (${tag}) left and no answer came: it is not sent again.`;
  throw new AppError('provider-unconfirmed', message, {
    details: { service: provider, problem: 'unconfirmed' },
  });
}

async function untilDone<Request, Result>(
  { database, stopAt }: ActionParts,
  { port }: SlowTask<Request, Result>,
  first: SlowWork<Result>,
  context: TaskContext,
): Promise<Result> {
  let work = first;
  while (work.status === 'pending') {
    const { operation, pollAfterMs } = work;
    const kept = { adapter: port.adapter.name, operation };
    if (!(await saveTaskOperation(database.db, context.taskId, kept))) {
      throw new AppError('cancelled', 'Nobody waits for this task any more.');
    }
    stopAt('task:saved');
    await delay(pollAfterMs, undefined, { signal: context.signal });
    work = await port.status(operation, context);
  }
  return work.result;
}

/** Asks the service to stop what nobody waits for any more; at the best of efforts. */
export async function cancelTaskWork<Request, Result>(
  { database, log }: ActionParts,
  port: Pick<SlowPort<Request, Result>, 'adapter' | 'cancel'>,
  taskId: string,
  context: WorkContext,
): Promise<void> {
  const { data } = saved.safeParse((await findChatTask(database.db, taskId))?.operation);
  if (!data || data.adapter !== port.adapter.name || !port.cancel) return;
  await port.cancel(data.operation, context).catch((error: unknown) => {
    log.info({ err: error, taskId }, 'A service could not be told to stop.');
  });
}
