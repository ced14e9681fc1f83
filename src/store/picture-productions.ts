import { and, eq, inArray, isNull, notInArray, sql as raw } from 'drizzle-orm';
import { z } from 'zod';
import type { ProductionState } from '../domain/production/step.ts';
import { production, step, storedResult } from './schema/production.ts';
import type { Sql } from './sql.ts';

/** The owner's productions that show one of these pictures and were not deleted. */
export async function listProductionsOfPictures(
  sql: Sql,
  owner: string,
  pictures: readonly string[],
): Promise<readonly { readonly id: string; readonly state: ProductionState }[]> {
  const picture = raw<string>`${production.order} -> 'presenter' -> 'picture' ->> 'sha256'`;
  const rows = await sql
    .select({ id: production.id, state: production.state })
    .from(production)
    .where(and(eq(production.owner, owner), isNull(production.deletedAt), inArray(picture, [...pictures])));
  return rows.map(({ id, state }) => ({ id, state: state as ProductionState }));
}

export interface KeptResult {
  readonly key: string;
  readonly fileKeys: readonly string[];
}

const files = z.object({ files: z.record(z.string(), z.object({ key: z.string() })) });

/** What these productions made, without what another living production of the owner uses too. */
export async function listResultsOnlyOf(
  sql: Sql,
  owner: string,
  productionIds: readonly string[],
): Promise<KeptResult[]> {
  const ids = [...productionIds];
  const usedElsewhere = sql
    .select({ key: step.resultKey })
    .from(step)
    .innerJoin(production, eq(production.id, step.productionId))
    .where(
      and(
        eq(production.owner, owner),
        isNull(production.deletedAt),
        notInArray(production.id, ids),
        // A null among them would make "not in" unknown for every row.
        raw`${step.resultKey} is not null`,
      ),
    );
  const rows = await sql
    .selectDistinctOn([storedResult.key], { key: storedResult.key, value: storedResult.value })
    .from(step)
    .innerJoin(storedResult, eq(storedResult.key, step.resultKey))
    .where(and(inArray(step.productionId, ids), notInArray(storedResult.key, usedElsewhere)));
  return rows.map(({ key, value }) => {
    const parsed = files.safeParse(value);
    const kept = parsed.success ? Object.values(parsed.data.files) : [];
    return { key, fileKeys: kept.map((file) => file.key) };
  });
}

export async function dropResults(sql: Sql, keys: readonly string[]): Promise<void> {
  if (keys.length > 0) await sql.delete(storedResult).where(inArray(storedResult.key, [...keys]));
}

/** From now on they are in no history; what they cost stays known. */
export async function markProductionsDeleted(sql: Sql, ids: readonly string[]): Promise<void> {
  await sql
    .update(production)
    .set({ deletedAt: new Date() })
    .where(and(inArray(production.id, [...ids]), isNull(production.deletedAt)));
}
