import { and, desc, eq, gt, inArray, lte, notExists, notInArray, sql as raw } from 'drizzle-orm';
import { production, step, storedResult } from './schema/production.ts';
import type { Sql } from './sql.ts';

/** Of an owner's newest results: what was made before so many others has expired, or does so by itself. */
const lookedAt = 500;

function overlaysOf(sql: Sql, owner: string) {
  const newest = sql
    .select({ key: storedResult.key })
    .from(storedResult)
    .where(eq(storedResult.owner, owner))
    .orderBy(desc(storedResult.createdAt))
    .limit(lookedAt);
  return and(inArray(storedResult.key, newest), eq(storedResult.kind, 'overlay'));
}

/** New work finds them no more, but for those of that production. False where there were none. */
export async function expireOverlaysOf(sql: Sql, owner: string, exceptOf: string): Promise<boolean> {
  const ownKeys = sql
    .select({ key: raw<string>`coalesce(${step.resultKey}, '')`.as('key') })
    .from(step)
    .where(and(eq(step.productionId, exceptOf), eq(step.kind, 'overlay')));
  const rows = await sql
    .update(storedResult)
    .set({ expiresAt: raw`now()` })
    .where(
      and(
        overlaysOf(sql, owner),
        gt(storedResult.expiresAt, raw`now()`),
        notInArray(storedResult.key, ownKeys),
      ),
    )
    .returning({ key: storedResult.key });
  return rows.length > 0;
}

/** Of that key only: the next work that needs it makes it anew. */
export async function expireResult(sql: Sql, key: string): Promise<void> {
  await sql.update(storedResult).set({ expiresAt: raw`now()` }).where(eq(storedResult.key, key));
}

/** Only while nothing of the owner's is in work that might read one: the scheduled cleanup finds what stays. */
export async function removeExpiredOverlaysOf(
  sql: Sql,
  owner: string,
  removeFiles: (key: string) => Promise<void>,
): Promise<void> {
  const inWork = sql
    .select({ one: raw`1` })
    .from(production)
    .where(and(eq(production.owner, owner), inArray(production.state, ['running', 'awaiting_engine'])));
  const expired = lte(storedResult.expiresAt, raw`now()`);
  const rows = await sql
    .select({ key: storedResult.key })
    .from(storedResult)
    .where(and(overlaysOf(sql, owner), expired, notExists(inWork)));
  for (const { key } of rows) {
    await removeFiles(key);
    await sql.delete(storedResult).where(and(eq(storedResult.key, key), expired));
  }
}
