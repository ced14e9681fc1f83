import { and, eq, gt, isNull, or, type SQL } from 'drizzle-orm';
import type { StepKind } from '../domain/production/step.ts';
import type { JsonValue } from '../kernel/json.ts';
import { storedResult } from './schema.ts';
import type { Sql } from './sql.ts';

export interface StoredResult {
  readonly key: string;
  readonly owner: string;
  readonly kind: StepKind;
  readonly value: JsonValue;
  readonly adapter: string;
  readonly bytes: number;
}

/** A result that new work may build on. */
export async function findFreshResult(sql: Sql, key: string): Promise<StoredResult | undefined> {
  const notExpired = or(isNull(storedResult.expiresAt), gt(storedResult.expiresAt, new Date()));
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

/** The first to store a key wins; what a second one made of the same inputs is as good. */
export async function insertStoredResult(
  sql: Sql,
  result: StoredResult,
  expiresAt: Date | null = null,
): Promise<void> {
  await sql
    .insert(storedResult)
    .values({ ...result, expiresAt })
    .onConflictDoNothing();
}

export async function deleteStoredResult(sql: Sql, key: string): Promise<void> {
  await sql.delete(storedResult).where(eq(storedResult.key, key));
}
