import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { AdOrder } from '../domain/ad/ad-order.ts';
import { stepKinds, stepsOf } from '../domain/production/step.ts';
import type { Queue } from '../platform/queue/queue.ts';
import { insertProduction, type NewProduction } from '../store/productions.ts';
import type { Sql } from '../store/sql.ts';
import { type Claim, insertSteps, type StepTicket } from '../store/steps.ts';

/** One job a step and attempt. */
export const stepQueue = 'ad-step';

const stepJob = z.object({
  productionId: z.uuid(),
  kind: z.enum(stepKinds),
  attempt: z.number(),
  token: z.uuid(),
});

/** What a job of the step queue carries. Another version of the program may have written it. */
export function parseStepJob(data: unknown): StepTicket {
  return stepJob.parse(data);
}

/** To be called once before the queue is used. Failures are counted in the step's row, so the queue retries freely. */
export async function openStepQueue(queue: Queue): Promise<void> {
  await queue.createQueue(stepQueue, { retryLimit: 20 });
}

/** Puts a step into the queue, in the caller's transaction: it runs exactly if that commits. */
export async function enqueueStep(
  queue: Queue,
  sql: Sql,
  claim: Claim,
  startAfterSeconds = 0,
): Promise<void> {
  const { productionId, kind, attempt } = claim;
  const job = { productionId, kind, attempt, token: randomUUID() };
  await queue.enqueue(sql, stepQueue, job, startAfterSeconds > 0 ? { startAfterSeconds } : {});
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
