import { and, eq, inArray, isNotNull, isNull, ne, notInArray, or, sql as raw } from 'drizzle-orm';
import type { Production } from './productions.ts';
import { production, renderDraft, step, storedResult } from './schema/production.ts';
import type { Sql } from './sql.ts';

/**
 * Takes a production out of its owner's sight, with the takes of its draft that it superseded: nobody could delete
 * those by themselves. Gives the ids of all of them, also where it was done before.
 */
export async function markDeleted(sql: Sql, { id, owner, draftId }: Production): Promise<string[]> {
  const takesBefore =
    draftId === null ? undefined : and(eq(production.draftId, draftId), isNotNull(production.supersededAt));
  const rows = await sql
    .update(production)
    .set({ deletedAt: raw`coalesce(${production.deletedAt}, now())` })
    .where(and(eq(production.owner, owner), or(eq(production.id, id), takesBefore)))
    .returning({ id: production.id });
  return rows.map((row) => row.id);
}

/** What the owner still sees, or has in work. Needs the owner's index only. */
function isInUse(owner: string) {
  return and(
    eq(production.owner, owner),
    isNull(production.deletedAt),
    isNull(production.supersededAt),
    or(
      and(isNotNull(production.spokenAt), or(isNull(production.sourceId), eq(production.state, 'delivered'))),
      inArray(production.state, ['running', 'awaiting_confirmation', 'awaiting_engine']),
    ),
  );
}

/** Results that these productions used, and none that the owner still has. */
export async function listUnsharedKeys(sql: Sql, owner: string, ids: readonly string[]): Promise<string[]> {
  const others = sql
    .select({ key: step.resultKey })
    .from(step)
    .innerJoin(production, eq(production.id, step.productionId))
    .where(and(isInUse(owner), notInArray(production.id, [...ids]), isNotNull(step.resultKey)));
  const rows = await sql
    .selectDistinct({ key: step.resultKey })
    .from(step)
    .where(
      and(
        inArray(step.productionId, [...ids]),
        isNotNull(step.resultKey),
        notInArray(step.resultKey, others),
      ),
    );
  return rows.flatMap(({ key }) => key ?? []);
}

/** Whether another production that the owner still has was made with that upload. */
export async function isUploadShared(sql: Sql, owner: string, id: string, key: string): Promise<boolean> {
  const background = raw`${production.order} #>> '{composition,background,key}'`;
  const subtitles = raw`${production.order} #>> '{subtitles,file,key}'`;
  const intro = raw`${production.order} #>> '{intro,key}'`;
  const outro = raw`${production.order} #>> '{outro,key}'`;
  const isUsed = raw`${key} in (${background}, ${subtitles}, ${intro}, ${outro})`;
  const rows = await sql
    .select({ id: production.id })
    .from(production)
    .where(and(isInUse(owner), ne(production.id, id), isUsed))
    .limit(1);
  return rows.length === 1 || (await isInDraft(sql, owner, id, key));
}

/** Whether what the next render of another of the owner's videos is to look like names that upload. */
async function isInDraft(sql: Sql, owner: string, id: string, key: string): Promise<boolean> {
  const rows = await sql
    .select({ id: renderDraft.productionId })
    .from(renderDraft)
    .innerJoin(production, eq(production.id, renderDraft.productionId))
    .where(
      and(
        eq(production.owner, owner),
        isNull(production.deletedAt),
        ne(production.id, id),
        raw`position(${key} in ${renderDraft.settings}::text) > 0`,
      ),
    )
    .limit(1);
  return rows.length === 1;
}

export async function removeResults(sql: Sql, keys: readonly string[]): Promise<void> {
  if (keys.length > 0) await sql.delete(storedResult).where(inArray(storedResult.key, [...keys]));
}
