import { and, asc, eq, gt, inArray, isNull, lt, ne, type SQL } from 'drizzle-orm';
import type { AdOrder } from '../domain/ad/ad-order.ts';
import type { ProductionState } from '../domain/production/step.ts';
import type { AppError } from '../kernel/errors.ts';
import type { Channel } from './productions.ts';
import { production, step } from './schema/production.ts';
import type { Sql } from './sql.ts';

/** Every change names the states that it starts from, so that of two that race one finds no row. */
type Change = Partial<typeof production.$inferInsert>;

async function changeState(
  sql: Sql,
  id: string,
  from: readonly ProductionState[],
  change: Change,
  besides?: SQL,
) {
  const [row] = await sql
    .update(production)
    .set(change)
    .where(and(eq(production.id, id), inArray(production.state, [...from]), besides))
    .returning({
      owner: production.owner,
      channel: production.channel,
      supersededAt: production.supersededAt,
      sourceId: production.sourceId,
      requestId: production.requestId,
      requestPosition: production.requestPosition,
    });
  return row && { ...row, channel: row.channel as Channel };
}

export type Ended = NonNullable<Awaited<ReturnType<typeof changeState>>>;
export type Ending = Exclude<ProductionState, 'running' | 'awaiting_confirmation' | 'awaiting_engine'>;

/** Undefined where it had ended already, so that an ending happens once. */
export async function endProduction(
  sql: Sql,
  id: string,
  state: Ending,
  error?: AppError,
): Promise<Ended | undefined> {
  return await changeState(sql, id, endsFrom[state], {
    state,
    finishedAt: new Date(),
    ...errorColumns(error),
  });
}

/** Only what runs can be finished; what waits for its owner can be given up too. */
const endsFrom: Readonly<Record<Ending, readonly ProductionState[]>> = {
  delivered: ['running'],
  failed: ['running', 'awaiting_engine'],
  cancelled: ['running', 'awaiting_confirmation', 'awaiting_engine'],
  expired: ['awaiting_confirmation'],
};

function errorColumns(error: Pick<AppError, 'reason' | 'message' | 'details'> | undefined) {
  return {
    errorReason: error?.reason ?? null,
    errorMessage: error?.message ?? null,
    errorDetails: error?.details ?? null,
  };
}

/** A service failed for good, and its owner chooses how it goes on. False where it does not run, or nobody waits. */
export async function awaitEngine(sql: Sql, id: string, error: AppError): Promise<boolean> {
  const change = { state: 'awaiting_engine', ...errorColumns(error) };
  return (await changeState(sql, id, ['running'], change, isNull(production.supersededAt))) !== undefined;
}

/** Its owner has chosen; what failed is forgotten. False where it does not wait for that. */
export async function leaveEngineChoice(
  sql: Sql,
  id: string,
  change: { readonly order?: AdOrder; readonly priceCredits?: number },
): Promise<boolean> {
  const goesOn = { state: 'running', ...errorColumns(undefined), ...change };
  return (
    (await changeState(sql, id, ['awaiting_engine'], goesOn, isNull(production.deletedAt))) !== undefined
  );
}

/** Productions whose owner has not chosen an engine since before that time, at most `limit`. */
export async function listForgottenChoices(sql: Sql, before: Date, limit: number): Promise<string[]> {
  const rows = await sql
    .selectDistinct({ id: production.id })
    .from(production)
    .innerJoin(step, and(eq(step.productionId, production.id), eq(step.state, 'waiting')))
    .where(and(eq(production.state, 'awaiting_engine'), lt(step.startedAt, before)))
    .limit(limit);
  return rows.map(({ id }) => id);
}

/** Its speech can be heard, and its owner is asked. False where it does not run, or was confirmed. */
export async function awaitConfirmation(sql: Sql, id: string): Promise<boolean> {
  const change = { state: 'awaiting_confirmation', spokenAt: new Date() };
  return (await changeState(sql, id, ['running'], change, isNull(production.confirmedAt))) !== undefined;
}

/** False where it does not wait for this owner: another's, superseded, ended or confirmed before. */
export async function markConfirmed(
  sql: Sql,
  confirmed: { readonly id: string; readonly owner: string; readonly priceCredits: number },
): Promise<boolean> {
  const { id, owner, priceCredits } = confirmed;
  const own = and(eq(production.owner, owner), isNull(production.supersededAt), isNull(production.deletedAt));
  const change = { state: 'running', confirmedAt: new Date(), priceCredits };
  return (await changeState(sql, id, ['awaiting_confirmation'], change, own)) !== undefined;
}

/** Another take or text takes its place. Locks the row; undefined where the owner has no such production. */
export async function markSuperseded(sql: Sql, owner: string, id: string) {
  const [row] = await sql
    .update(production)
    .set({ supersededAt: new Date() })
    .where(and(eq(production.id, id), eq(production.owner, owner)))
    .returning({ state: production.state, confirmedAt: production.confirmedAt });
  return row;
}

/** Drafts end after two weeks: whatever was confirmed within a day was ordered later than this. */
const oldestOrderDays = 30;
const dayMs = 24 * 60 * 60 * 1000;

/** Videos that the owner had made in the last 24 hours, or has in work. What failed is not counted. */
export async function countVideosOfDay(sql: Sql, owner: string): Promise<number> {
  const now = Date.now();
  return await sql.$count(
    production,
    and(
      eq(production.owner, owner),
      gt(production.createdAt, new Date(now - oldestOrderDays * dayMs)),
      gt(production.confirmedAt, new Date(now - dayMs)),
      ne(production.state, 'failed'),
    ),
  );
}

/** Ends what nobody confirmed in time, oldest first, at most `limit` at once; gives how many. */
export async function expireUnconfirmed(sql: Sql, olderThan: Date, limit: number): Promise<number> {
  const stale = sql
    .select({ id: production.id })
    .from(production)
    .where(and(eq(production.state, 'awaiting_confirmation'), lt(production.createdAt, olderThan)))
    .orderBy(asc(production.createdAt))
    .limit(limit)
    .for('update', { skipLocked: true });
  const rows = await sql
    .update(production)
    .set({ state: 'expired', finishedAt: new Date() })
    .where(and(inArray(production.id, stale), eq(production.state, 'awaiting_confirmation')))
    .returning({ id: production.id });
  return rows.length;
}
