import { and, desc, eq, gt, inArray, lte, notInArray, sql as raw } from 'drizzle-orm';
import { person } from './schema/person.ts';
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

/**
 * Only while nothing of the owner's is in work that might read one, or make it anew under its key: the scheduled cleanup
 * finds what stays. Looked at again for each, with its owner's new orders kept waiting until its files are gone.
 */
export async function removeExpiredOverlaysOf(
  sql: Sql,
  owner: string,
  removeFiles: (key: string) => Promise<void>,
): Promise<void> {
  const expired = lte(storedResult.expiresAt, raw`now()`);
  const rows = await sql
    .select({ key: storedResult.key, isExpired: raw<boolean>`coalesce(${expired}, false)` })
    .from(storedResult)
    .where(overlaysOf(sql, owner));
  for (const { key, isExpired } of rows) {
    if (!isExpired) continue;
    await sql.transaction(async (transaction) => {
      await keepOrdersWaiting(transaction, owner);
      if (await hasWork(transaction, owner)) return;
      const stale = transaction
        .select({ key: storedResult.key })
        .from(storedResult)
        .where(and(eq(storedResult.key, key), expired))
        .for('update');
      if ((await stale).length === 0) return;
      await removeFiles(key);
      await transaction.delete(storedResult).where(eq(storedResult.key, key));
    });
  }
}

/** Whoever begins work of theirs shares their row: see `isShutOut`. Whose work is a shell's has none. */
async function keepOrdersWaiting(transaction: Sql, owner: string): Promise<void> {
  await transaction.select({ id: person.id }).from(person).where(eq(person.id, owner)).for('no key update');
}

async function hasWork(sql: Sql, owner: string): Promise<boolean> {
  const rows = await sql
    .select({ id: production.id })
    .from(production)
    .where(and(eq(production.owner, owner), inArray(production.state, ['running', 'awaiting_engine'])))
    .limit(1);
  return rows.length === 1;
}
