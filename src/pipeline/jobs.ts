import { randomUUID } from 'node:crypto';
import type { AdOrder } from '../domain/ad/ad-order.ts';
import { type StepKind, stepsOf } from '../domain/production/step.ts';
import type { Queue } from '../platform/queue/queue.ts';
import { insertProduction, type NewProduction } from '../store/productions.ts';
import type { Sql } from '../store/sql.ts';
import { type Claim, insertSteps, type StepTicket } from '../store/steps.ts';

export const stepQueue = 'ad-step';

/** What a job of the step queue carries: JSON. */
export type StepJob = { readonly productionId: string; readonly kind: StepKind; readonly attempt: number; readonly token: string };

/** Puts a step into the queue, in the caller's transaction: it runs exactly if that commits. */
export async function enqueueStep(
  queue: Queue,
  sql: Sql,
  claim: Claim,
  startAfterSeconds = 0,
): Promise<void> {
  const ticket: StepTicket = { ...claim, token: randomUUID() };
  await queue.enqueue(sql, stepQueue, { ...ticket }, startAfterSeconds > 0 ? { startAfterSeconds } : {});
}

/** Writes a production, its steps and its first job in the caller's transaction; false where it is in work already. */
export async function startProduction(
  queue: Queue,
  sql: Sql,
  created: NewProduction & { readonly order: AdOrder },
): Promise<boolean> {
  if (!(await insertProduction(sql, created))) return false;
  const kinds = stepsOf(created.order);
  await insertSteps(sql, created.id, kinds);
  const [first] = kinds;
  if (first === undefined) throw new Error('an order without steps');
  await enqueueStep(queue, sql, { productionId: created.id, kind: first, attempt: 0 });
  return true;
}
