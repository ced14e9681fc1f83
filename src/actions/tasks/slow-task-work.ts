import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { PaidCapability } from '../../domain/production/provider-call.ts';
import { AppError, isAppError } from '../../kernel/errors.ts';
import type { JsonValue } from '../../kernel/json.ts';
import { openSpending } from '../../pipeline/spending.ts';
import { patientSignal } from '../../platform/service/patient-signal.ts';
import type { ProviderCost, SlowPort, SlowWork, WorkContext } from '../../ports/work.ts';
import { findChatTask, lockWaitingTask, saveTaskOperation } from '../../store/chat-tasks.ts';
import { findCall, markCall, markDone } from '../../store/provider-calls.ts';
import type { ActionParts } from '../parts.ts';
import { type ReportWatch, watchReports } from './await-report.ts';
import type { TaskContext } from './task-work.ts';

const tagPrefix = 'edit:';

/** Of the paid request that a task sends: it sends one at most. */
export function taskTag(taskId: string): string {
  return `${tagPrefix}${taskId}`;
}

/** Undefined for the mark of other work. */
export function taskOfTag(tag: string): string | undefined {
  return tag.startsWith(tagPrefix) ? tag.slice(tagPrefix.length) : undefined;
}

const saved = z.object({ adapter: z.string(), operation: z.json() as z.ZodType<JsonValue> });

interface SlowTask<Request, Result> {
  readonly port: Pick<SlowPort<Request, Result>, 'adapter' | 'start' | 'status' | 'find' | 'cancel'>;
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
  if (port.adapter.kind === 'local') {
    const work = await port.start(request, context);
    return await untilDone(parts, task, work, context, untold);
  }
  const patient = patientSignal(context.signal, parts.paid.patience.sendingMs);
  const paid = { ...context, spending: spendingOf(parts, task, context, patient.sending) };
  const begun = { ...paid, signal: patient.signal };
  const reports = await watchReports(parts.database, context.taskId);
  const work = await begunWork(parts, task, begun).finally(patient.end);
  const result = await untilDone(parts, task, work, paid, reports);
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
  onSending: () => void,
) {
  return openSpending(parts, {
    tag: taskTag(taskId),
    owner: personId,
    capability,
    adapter: port.adapter.name,
    isOurs: async (transaction) => await lockWaitingTask(transaction, taskId),
    onSending: () => {
      onSending();
      parts.stopAt('task:sending');
    },
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
  // Another engine's service knows nothing of it.
  const isTheirs = call.adapter === null || call.adapter === port.adapter.name;
  while (isTheirs && port.find && call.endedAt === null) {
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

/** Our own engines report nothing. */
const untold: ReportWatch = {
  pause: async (longestMs, signal) => await delay(longestMs, undefined, { signal }),
};

async function untilDone<Request, Result>(
  parts: ActionParts,
  { port }: SlowTask<Request, Result>,
  first: SlowWork<Result>,
  context: TaskContext,
  reports: ReportWatch,
): Promise<Result> {
  const { database, stopAt } = parts;
  let work = first;
  while (work.status === 'pending') {
    const { operation, pollAfterMs } = work;
    const kept = { adapter: port.adapter.name, operation };
    if (!(await saveTaskOperation(database.db, context.taskId, kept))) {
      await tellToStop(parts, port, operation, context);
      throw new AppError('cancelled', 'Nobody waits for this task any more.');
    }
    stopAt('task:saved');
    await reports.pause(pollAfterMs, context.signal);
    work = await port.status(operation, context);
  }
  return work.result;
}

/** Asks the service to stop what nobody waits for any more; at the best of efforts. */
export async function cancelTaskWork<Request, Result>(
  parts: ActionParts,
  port: Pick<SlowPort<Request, Result>, 'adapter' | 'cancel'>,
  taskId: string,
  context: Omit<WorkContext, 'signal'>,
): Promise<void> {
  const { data } = saved.safeParse((await findChatTask(parts.database.db, taskId))?.operation);
  if (data?.adapter === port.adapter.name) await tellToStop(parts, port, data.operation, context);
}

const cancelPatienceMs = 10_000;

/** Whatever ended the task fires its signal too. */
async function tellToStop<Request, Result>(
  { log }: ActionParts,
  port: Pick<SlowPort<Request, Result>, 'cancel'>,
  operation: JsonValue,
  context: Omit<WorkContext, 'signal'>,
): Promise<void> {
  const signal = AbortSignal.timeout(cancelPatienceMs);
  await port.cancel?.(operation, { ...context, signal }).catch((error: unknown) => {
    log.info({ err: error }, 'A service could not be told to stop.');
  });
}
