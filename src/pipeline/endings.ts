import type { AppError } from '../kernel/errors.ts';
import type { Queue } from '../platform/queue/queue.ts';
import { settleHold } from '../store/holds.ts';
import { hasOpenCall } from '../store/provider-calls.ts';
import { endProduction, type Ended } from '../store/production-states.ts';
import type { Sql } from '../store/sql.ts';
import { listSteps } from '../store/steps.ts';
import { enqueueCancel, enqueueNews } from './jobs.ts';
import { goOnWithRequest } from './next-render.ts';
import { retireOverlays } from './overlay-cache.ts';
import { capabilityOf } from './paid-work.ts';

export type Conclusion =
  | { readonly state: 'delivered' | 'cancelled' }
  | {
      readonly state: 'failed';
      readonly error: AppError;
      /** What services have under way stays, for another try. */
      readonly keepsServices?: boolean;
    };

export interface Concluded {
  /** False where it had ended before: nothing of this happened. */
  readonly ended: boolean;
  readonly releasedCredits: number;
}

/**
 * The only way in which a production ends, whoever ends it: its state, what it holds, what its end sets off and the word
 * to its owner, in the caller's transaction. Call it after the lock of the step's row: two who lock in different orders
 * would wait for each other. Of a request's renders end no two in one transaction.
 */
export async function concludeProduction(
  queue: Queue,
  sql: Sql,
  productionId: string,
  conclusion: Conclusion,
): Promise<Concluded> {
  const { state } = conclusion;
  const error = conclusion.state === 'failed' ? conclusion.error : undefined;
  const ended = await endProduction(sql, productionId, state, error);
  if (!ended) return { ended: false, releasedCredits: 0 };
  const keepsServices = conclusion.state === 'failed' && conclusion.keepsServices === true;
  if (state !== 'delivered' && !keepsServices) await cancelServices(queue, sql, productionId);
  const captured = state === 'delivered';
  const hold = await settleHold(sql, productionId, captured ? 'captured' : 'released');
  if (captured && ended.sourceId === null) await retireOverlays(queue, sql, ended.owner, productionId);
  await tellOrGoOn(queue, sql, productionId, ended, state);
  return { ended: true, releasedCredits: captured ? 0 : (hold?.amount ?? 0) };
}

/** What services have under way for it, or may have. */
async function cancelServices(queue: Queue, sql: Sql, productionId: string): Promise<void> {
  const current = (await listSteps(sql, productionId)).find(({ state }) => state !== 'done');
  if (!current || capabilityOf[current.kind] === undefined) return;
  if (current.operation === undefined && !(await hasOpenCall(sql, productionId))) return;
  await enqueueCancel(queue, sql, current);
}

/** Of renders that were asked for at once the owner is told when the last one has ended. */
async function tellOrGoOn(
  queue: Queue,
  sql: Sql,
  productionId: string,
  { channel, supersededAt, requestId, requestPosition }: Ended,
  state: Conclusion['state'],
): Promise<void> {
  const isRequestOver =
    requestId !== null && !(await goOnWithRequest(queue, sql, requestId, requestPosition));
  // Whoever put another take in its place has moved on.
  if (channel !== 'telegram' || supersededAt !== null) return;
  if (requestId === null) await enqueueNews(queue, sql, { productionId, news: state });
  else if (isRequestOver) await enqueueNews(queue, sql, { productionId, news: 'rendered' });
}
