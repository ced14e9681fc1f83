import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, or, sql as raw } from 'drizzle-orm';
import type { StepKind } from '../domain/production/step.ts';
import { production, step } from './schema/production.ts';
import { providerCall } from './schema/provider-call.ts';
import type { Sql } from './sql.ts';

/** A production as operators see it: in work, or failed. */
export interface WorkItem {
  readonly productionId: string;
  readonly owner: string;
  /** `stuck`: its owner is asked how to go on without a service that failed. */
  readonly state: 'running' | 'waiting' | 'stuck' | 'failed';
  /** The step that runs, waits or failed. */
  readonly stage: StepKind | undefined;
  readonly fraction: number;
  readonly failures: number;
  /** Of the order, or of the failure. */
  readonly since: Date;
  readonly errorReason: string | undefined;
  readonly errorMessage: string | undefined;
}

/** In work, oldest first. */
export async function listInWork(sql: Sql, offset: number, limit: number): Promise<WorkItem[]> {
  const rows = await sql
    .select()
    .from(production)
    .where(inArray(production.id, idsInWork(sql)))
    .orderBy(asc(production.createdAt))
    .offset(offset)
    .limit(limit);
  return await withSteps(sql, rows, ({ createdAt }) => createdAt);
}

/** Each state has an index of its own. */
function idsInWork(sql: Sql) {
  const inState = (state: 'running' | 'awaiting_engine') =>
    sql.select({ id: production.id }).from(production).where(eq(production.state, state));
  return inState('running').unionAll(inState('awaiting_engine'));
}

/** Failed since then, newest first. */
export async function listFailed(sql: Sql, since: Date, offset: number, limit: number): Promise<WorkItem[]> {
  const rows = await sql
    .select()
    .from(production)
    .where(failedSince(since))
    .orderBy(desc(production.finishedAt))
    .offset(offset)
    .limit(limit);
  return await withSteps(sql, rows, ({ finishedAt, createdAt }) => finishedAt ?? createdAt);
}

export interface WorkCounts {
  readonly running: number;
  readonly waiting: number;
  readonly stuck: number;
  readonly failed: number;
}

export async function countWork(sql: Sql, failedAfter: Date): Promise<WorkCounts> {
  const inWork = await sql.$count(production, eq(production.state, 'running'));
  const [started] = await sql
    .select({ count: raw<string>`count(distinct ${production.id})` })
    .from(production)
    .innerJoin(step, and(eq(step.productionId, production.id), isAtWork))
    .where(eq(production.state, 'running'));
  const running = Number(started?.count ?? 0);
  return {
    running,
    waiting: inWork - running,
    stuck: await sql.$count(production, eq(production.state, 'awaiting_engine')),
    failed: await sql.$count(production, failedSince(failedAfter)),
  };
}

/** By a worker here, or by a service outside. */
const isAtWork = or(eq(step.state, 'running'), and(eq(step.state, 'waiting'), isNotNull(step.operation)));

function failedSince(since: Date) {
  return and(gt(production.finishedAt, since), eq(production.state, 'failed'));
}

type Row = typeof production.$inferSelect;

async function withSteps(sql: Sql, rows: readonly Row[], since: (row: Row) => Date): Promise<WorkItem[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const steps = await sql
    .select()
    .from(step)
    .where(inArray(step.productionId, ids))
    .orderBy(asc(step.position));
  return rows.map((row) => {
    const current = steps.find(({ productionId, state }) => productionId === row.id && state !== 'done');
    return {
      productionId: row.id,
      owner: row.owner,
      state: workState(row, current),
      stage: current?.kind as StepKind | undefined,
      fraction: current?.fraction ?? 0,
      failures: current?.failures ?? 0,
      since: since(row),
      errorReason: row.errorReason ?? undefined,
      errorMessage: row.errorMessage ?? undefined,
    };
  });
}

function workState(row: Row, current: typeof step.$inferSelect | undefined): WorkItem['state'] {
  if (row.state === 'failed') return 'failed';
  if (row.state === 'awaiting_engine') return 'stuck';
  const isService = current?.state === 'waiting' && current.operation !== null;
  return current?.state === 'running' || isService ? 'running' : 'waiting';
}

/**
 * Puts a failed production into work again, for nothing: what it held was given back. False where it had not failed. A
 * twin of it in work is an error of SQL. A render is a video of its own from now on: what became of its request was told. What its owner deleted, or replaced by another take, stays as it is.
 */
export async function reviveProduction(sql: Sql, productionId: string): Promise<boolean> {
  const rows = await sql
    .update(production)
    .set({
      state: 'running',
      priceCredits: 0,
      requestId: null,
      requestPosition: 0,
      finishedAt: null,
      errorReason: null,
      errorMessage: null,
      errorDetails: null,
    })
    .where(
      and(
        eq(production.id, productionId),
        eq(production.state, 'failed'),
        isNull(production.deletedAt),
        isNull(production.supersededAt),
      ),
    )
    .returning({ id: production.id });
  return rows.length === 1;
}

/**
 * The step that ended it may be claimed again, with all of its tries. What a service has under way for it is forgotten,
 * unless it was left to be asked for.
 */
export async function reviveStep(sql: Sql, productionId: string): Promise<void> {
  await sql
    .update(step)
    .set({ state: 'waiting', failures: 0, finishedAt: null, operation: keptOperation })
    .where(and(eq(step.productionId, productionId), eq(step.state, 'failed')));
}

const keptOperation = raw`case when exists (select from ${providerCall}
  where ${providerCall.productionId} = ${step.productionId} and ${providerCall.endedAt} is null) then ${step.operation} end`;

/** Ids of what runs or waits for a person. */
export async function listInWorkOf(sql: Sql, owner: string, limit: number): Promise<string[]> {
  const rows = await sql
    .select({ id: production.id })
    .from(production)
    .where(
      and(
        eq(production.owner, owner),
        inArray(production.state, ['running', 'awaiting_confirmation', 'awaiting_engine']),
      ),
    )
    .limit(limit);
  return rows.map(({ id }) => id);
}
