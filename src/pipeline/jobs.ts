import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { AdOrder } from '../domain/ad/ad-order.ts';
import { type StepKind, stepKinds, stepsOf } from '../domain/production/step.ts';
import type { Queue } from '../platform/queue/queue.ts';
import { insertProduction, isRender, type NewProduction } from '../store/productions.ts';
import type { Sql } from '../store/sql.ts';
import { type CarriedStep, type Claim, insertSteps, type StepTicket } from '../store/steps.ts';

/** One job a step and attempt. */
export const stepQueue = 'ad-step';
/** Jobs of the step queue that were tried as often as they may be: their worker died each time. */
export const deadStepQueue = 'ad-step-dead';
/** Looks for productions that nobody works on any more. */
export const sweepQueue = 'ad-sweep';
/** Removes what a new video made useless. */
export const clearingQueue = 'overlay-clearing';
/** What the owner of a production in a chat is to be told. */
export const newsQueue = 'production-news';

const stepJob = z.object({
  productionId: z.guid(),
  kind: z.enum(stepKinds),
  attempt: z.number(),
  token: z.uuid(),
});

/** What a job of the step queue carries. Another version of the program may have written it. */
export function parseStepJob(data: unknown): StepTicket {
  return stepJob.parse(data);
}

const newsJob = z.object({
  productionId: z.guid(),
  /** `rendered`: all renders of that one's request have ended. */
  news: z.enum(['spoken', 'delivered', 'failed', 'cancelled', 'stuck', 'rendered']),
});
export type NewsJob = z.infer<typeof newsJob>;

export function parseNewsJob(data: unknown): NewsJob {
  return newsJob.parse(data);
}

/** Operations at a service that nobody wants any more. */
export const cancelQueue = 'service-cancel';
/** Steps whose service says that it is done. */
export const wakeQueue = 'service-report';
/** What operators are to be told of services. */
export const alertQueue = 'service-alert';

const stepName = z.object({ productionId: z.guid(), kind: z.enum(stepKinds) });
export type StepName = z.infer<typeof stepName>;

export function parseStepName(data: unknown): StepName {
  return stepName.parse(data);
}

const budgetAlert = z.object({ day: z.iso.date(), limitUsd: z.number() });
export type BudgetAlert = z.infer<typeof budgetAlert>;

export function parseBudgetAlert(data: unknown): BudgetAlert {
  return budgetAlert.parse(data);
}

/**
 * To be called once before the queues are used. A step's failures are counted in its row, so the queue retries freely;
 * news are tried for some days, as long as a chat may be out of reach.
 */
export async function openProductionQueues(queue: Queue): Promise<void> {
  await queue.createQueue(deadStepQueue, { retryLimit: 1000 });
  await queue.createQueue(stepQueue, { retryLimit: 20, deadLetter: deadStepQueue });
  await queue.createQueue(sweepQueue, { singleton: 'one-waiting-or-running', retryLimit: 0 });
  await queue.createQueue(newsQueue, { retryLimit: 1000 });
  await queue.createQueue(cancelQueue, { retryLimit: 8 });
  await queue.createQueue(wakeQueue, { singleton: 'one-waiting' });
  await queue.createQueue(alertQueue, { retryLimit: 1000 });
  await queue.createQueue(clearingQueue, { retryLimit: 5 });
}

/**
 * Higher first, and then in the order of their coming. A speech is short and somebody waits to hear it; a video that has
 * its head is finished before the next head is begun.
 */
const priorityOf: Readonly<Record<StepKind, number>> = {
  portrait: 2,
  speech: 2,
  head: 0,
  overlay: 1,
  montage: 1,
  verification: 1,
};
/** Free, and asked for by the dozen: it comes in its turn among the heads that people have paid for. */
const renderPriority = 0;

async function priorityIn(sql: Sql, { productionId, kind }: StepName): Promise<number> {
  return (await isRender(sql, productionId)) ? renderPriority : priorityOf[kind];
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
  await queue.enqueue(sql, stepQueue, job, {
    priority: await priorityIn(sql, claim),
    ...(startAfterSeconds > 0 && { startAfterSeconds }),
  });
}

/** Once in such a time for the same claim: the job that was enqueued first may only be waiting for its turn. */
const enqueueAgainSeconds = 6 * 60 * 60;

/** For a step whose job may be lost. Where it is not, the second of the two jobs finds nothing to claim. */
export async function enqueueStepAgain(queue: Queue, sql: Sql, claim: Claim): Promise<boolean> {
  const { productionId, kind, attempt } = claim;
  const job = { productionId, kind, attempt, token: randomUUID() };
  const id = await queue.enqueue(sql, stepQueue, job, {
    priority: await priorityIn(sql, claim),
    singletonKey: `${productionId}:${kind}:${attempt}`,
    onceInSeconds: enqueueAgainSeconds,
  });
  return id !== undefined;
}

/** In the transaction that makes the news true. */
export async function enqueueNews(queue: Queue, sql: Sql, { productionId, news }: NewsJob): Promise<void> {
  await queue.enqueue(sql, newsQueue, { productionId, news });
}

/** In the transaction after which nobody wants what a service has under way for that step. */
export async function enqueueCancel(
  queue: Queue,
  sql: Sql,
  { productionId, kind }: StepName,
  startAfterSeconds = 0,
): Promise<void> {
  const later = startAfterSeconds > 0 ? { startAfterSeconds } : {};
  await queue.enqueue(sql, cancelQueue, { productionId, kind }, later);
}

/** A service says that it is done. `tries` of waking it were too early before. */
export async function enqueueWake(
  queue: Queue,
  sql: Sql,
  { productionId, kind }: StepName,
  tries = 0,
): Promise<void> {
  const job = { productionId, kind, tries };
  const later = tries > 0 ? { startAfterSeconds: 1 } : {};
  await queue.enqueue(sql, wakeQueue, job, { singletonKey: `${productionId}:${kind}`, ...later });
}

export function parseWakeJob(data: unknown): StepName & { readonly tries: number } {
  return stepName.extend({ tries: z.number() }).parse(data);
}

const daySeconds = 24 * 60 * 60;

/** Once a day, whoever meets the limit. */
export async function enqueueBudgetAlert(
  queue: Queue,
  sql: Sql,
  { limitUsd }: Pick<BudgetAlert, 'limitUsd'>,
): Promise<void> {
  const day = new Date().toISOString().slice(0, 10);
  const once = { singletonKey: `budget:${day}`, onceInSeconds: daySeconds };
  await queue.enqueue(sql, alertQueue, { day, limitUsd }, once);
}

/**
 * Writes a production, its steps and its first job in the caller's transaction; false where it is in work already.
 * What is carried over from another production of the same owner is done from the beginning.
 */
export async function startProduction(
  queue: Queue,
  sql: Sql,
  created: NewProduction & { readonly order: AdOrder },
  carried: readonly CarriedStep[] = [],
): Promise<boolean> {
  if (!(await insertWithSteps(sql, created, carried))) return false;
  await enqueueProduction(queue, sql, created, carried);
  return true;
}

/** The rows alone: nobody works on it until its first job is there. */
export async function insertWithSteps(
  sql: Sql,
  created: NewProduction & { readonly order: AdOrder },
  carried: readonly CarriedStep[],
): Promise<boolean> {
  if (!(await insertProduction(sql, created))) return false;
  await insertSteps(sql, created.id, stepsOf(created.order), carried);
  return true;
}

/** The first job of a new production. */
export async function enqueueProduction(
  queue: Queue,
  sql: Sql,
  { id, order }: NewProduction,
  carried: readonly CarriedStep[],
): Promise<void> {
  const first = stepsOf(order).find((kind) => carried.every((step) => step.kind !== kind));
  if (first === undefined) throw new Error('an order without steps');
  await enqueueStep(queue, sql, { productionId: id, kind: first, attempt: 0 });
}
