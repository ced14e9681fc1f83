import { and, eq, gt, inArray, isNull, or, type SQL, sql as raw } from 'drizzle-orm';
import type { StepKind } from '../domain/production/step.ts';
import type { JsonValue } from '../kernel/json.ts';
import { storedResult } from './schema/production.ts';
import type { Sql } from './sql.ts';

export interface StoredResult {
  readonly key: string;
  readonly owner: string;
  readonly kind: StepKind;
  readonly value: JsonValue;
  readonly adapter: string;
  readonly bytes: number;
}

/** A result that new work may build on. By the database's clock, which is the one that retires results before their time. */
export async function findFreshResult(sql: Sql, key: string): Promise<StoredResult | undefined> {
  const notExpired = or(isNull(storedResult.expiresAt), gt(storedResult.expiresAt, raw`now()`));
  return await findResult(sql, and(eq(storedResult.key, key), notExpired));
}

/** A result that a production has used already, also one that expired since. */
export async function findUsedResult(sql: Sql, key: string): Promise<StoredResult | undefined> {
  return await findResult(sql, eq(storedResult.key, key));
}

async function findResult(sql: Sql, where: SQL | undefined): Promise<StoredResult | undefined> {
  const [row] = await sql.select().from(storedResult).where(where);
  return row && { ...row, kind: row.kind as StepKind, value: row.value as JsonValue };
}

/** The same for several keys, in no order. */
export async function findUsedResults(sql: Sql, keys: readonly string[]): Promise<StoredResult[]> {
  const rows = await sql
    .select()
    .from(storedResult)
    .where(inArray(storedResult.key, [...keys]));
  return rows.map((row) => ({ ...row, kind: row.kind as StepKind, value: row.value as JsonValue }));
}

/** In the place of what was stored under the key before: its files are gone, or it has expired. */
export async function storeResult(sql: Sql, result: StoredResult, expiresAt: Date | null): Promise<void> {
  const values = { ...result, expiresAt, createdAt: new Date() };
  await sql.insert(storedResult).values(values).onConflictDoUpdate({ target: storedResult.key, set: values });
}
