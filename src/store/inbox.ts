import { and, asc, eq, sql as text } from 'drizzle-orm';
import type { JsonValue } from '../kernel/json.ts';
import { telegramUpdate } from './schema/chat.ts';
import type { Sql } from './sql.ts';

export interface NewUpdate {
  readonly botId: number;
  readonly updateId: number;
  readonly lane: number;
  readonly kind: string;
  readonly body: JsonValue;
}

export interface WaitingUpdate {
  readonly botId: number;
  readonly updateId: number;
  readonly lane: number;
  readonly kind: string;
  readonly body: unknown;
  readonly attempts: number;
  readonly receivedAt: Date;
}

/** Which of them were not known yet, by their update ids. */
export async function insertUpdates(sql: Sql, updates: readonly NewUpdate[]): Promise<number[]> {
  if (updates.length === 0) return [];
  const rows = await sql
    .insert(telegramUpdate)
    .values([...updates])
    .onConflictDoNothing()
    .returning({ updateId: telegramUpdate.updateId });
  return rows.map(({ updateId }) => updateId);
}

const isWaiting = (botId: number) =>
  and(eq(telegramUpdate.botId, botId), text`${telegramUpdate.state} = 'waiting'`);

/** The oldest of a lane, in their order. */
export async function listWaiting(
  sql: Sql,
  botId: number,
  lane: number,
  limit: number,
): Promise<WaitingUpdate[]> {
  return await sql
    .select({
      botId: telegramUpdate.botId,
      updateId: telegramUpdate.updateId,
      lane: telegramUpdate.lane,
      kind: telegramUpdate.kind,
      body: telegramUpdate.body,
      attempts: telegramUpdate.attempts,
      receivedAt: telegramUpdate.receivedAt,
    })
    .from(telegramUpdate)
    .where(and(isWaiting(botId), eq(telegramUpdate.lane, lane)))
    .orderBy(asc(telegramUpdate.sequence))
    .limit(limit);
}

/** Lanes in which something waits: read from the index of what waits alone. */
export async function listWaitingLanes(sql: Sql, botId: number, limit: number): Promise<number[]> {
  const rows = await sql
    .selectDistinct({ lane: telegramUpdate.lane })
    .from(telegramUpdate)
    .where(isWaiting(botId))
    .limit(limit);
  return rows.map(({ lane }) => lane);
}

const isUpdate = (update: Pick<NewUpdate, 'botId' | 'updateId'>) =>
  and(eq(telegramUpdate.botId, update.botId), eq(telegramUpdate.updateId, update.updateId));

/** The number of attempts now. */
export async function countAttempt(sql: Sql, update: Pick<NewUpdate, 'botId' | 'updateId'>): Promise<number> {
  const [row] = await sql
    .update(telegramUpdate)
    .set({ attempts: text`${telegramUpdate.attempts} + 1` })
    .where(isUpdate(update))
    .returning({ attempts: telegramUpdate.attempts });
  return row?.attempts ?? 0;
}

export async function endUpdate(
  sql: Sql,
  update: Pick<NewUpdate, 'botId' | 'updateId'>,
  state: 'done' | 'dead',
): Promise<void> {
  await sql.update(telegramUpdate).set({ state, endedAt: new Date() }).where(isUpdate(update));
}

/** Removes at most that many of the rows received before then, and gives how many. */
export async function deleteUpdatesBefore(sql: Sql, before: Date, limit: number): Promise<number> {
  const removed = await sql.execute(text`
    delete from ${telegramUpdate} where ctid = any (array(
      select ctid from ${telegramUpdate} where received_at < ${before.toISOString()}::timestamptz limit ${limit}))`);
  return removed.rowCount ?? 0;
}
