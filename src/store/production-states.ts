import { and, asc, eq, gt, inArray, isNull, lt, ne, type SQL } from 'drizzle-orm';
import type { ProductionState } from '../domain/production/step.ts';
import type { AppError } from '../kernel/errors.ts';
import type { Channel } from './productions.ts';
import { production } from './schema/production.ts';
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
export type Ending = Exclude<ProductionState, 'running' | 'awaiting_confirmation'>;

/** Undefined where it had ended already, so that an ending happens once. */
export async function endProduction(
  sql: Sql,
  id: string,
  state: Ending,
  error?: AppError,
): Promise<Ended | undefined> {
  // Only what runs can be finished or fail; what waits for its owner can be given up too.
  const from =
    state === 'cancelled' ? (['running', 'awaiting_confirmation'] as const) : (['running'] as const);
  return await changeState(sql, id, from, {
    state,
    finishedAt: new Date(),
    errorReason: error?.reason ?? null,
    errorMessage: error?.message ?? null,
    errorDetails: error?.details ?? null,
  });
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
