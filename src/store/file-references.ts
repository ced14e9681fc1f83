import { and, inArray, lt, notExists, sql as raw } from 'drizzle-orm';
import { z } from 'zod';
import { chatTask } from './schema/chat.ts';
import { production, storedResult } from './schema/production.ts';
import type { Sql } from './sql.ts';

const ownerRow = z.object({ owner: z.string(), folder: z.string() });

/** Whose uploads are in the folders: the first 16 digits of their ids' SHA-256. */
export async function findFolderOwners(sql: Sql, folders: readonly string[]): Promise<Map<string, string>> {
  // As the index `person_folder` has it; `convert_to` may not stand in one.
  const hash = raw`left(encode(sha256(replace(id, '\\', '\\\\')::bytea), 'hex'), 16)`;
  const { rows } = await sql.execute(
    raw`select id as owner, ${hash} as folder from ugc.person where ${hash} in ${[...folders]}`,
  );
  return new Map(
    z
      .array(ownerRow)
      .parse(rows)
      .map(({ owner, folder }) => [folder, owner]),
  );
}

/** Those of an owner's upload keys that no order, draft, presenter, conversation or task of theirs names. */
export async function findUnreferenced(sql: Sql, owner: string, keys: readonly string[]): Promise<string[]> {
  if (keys.length === 0) return [];
  const { rows } = await sql.execute(raw`
    select key from (values ${raw.join(
      keys.map((key) => raw`(${key}::text)`),
      raw`, `,
    )}) as given (key)
    where not exists (select from ugc.production
        where owner = ${owner} and deleted_at is null and position(key in "order"::text) > 0)
      and not exists (select from ugc.production p join ugc.render_draft d on d.production_id = p.id
        where p.owner = ${owner} and p.deleted_at is null and position(key in d.settings::text) > 0)
      and not exists (select from ugc.own_presenter
        where owner = ${owner} and deleted_at is null and key in (picture_key, check_picture_key))
      and not exists (select from ugc.conversation
        where person_id = ${owner} and position(key in state::text) > 0)
      and not exists (select from ugc.chat_task
        where person_id = ${owner} and state = 'waiting' and position(key in task::text) > 0)`);
  return z
    .array(z.object({ key: z.string() }))
    .parse(rows)
    .map(({ key }) => key);
}

/** Those of the keys under which a result is stored. */
export async function findStoredKeys(sql: Sql, keys: readonly string[]): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const rows = await sql
    .select({ key: storedResult.key })
    .from(storedResult)
    .where(inArray(storedResult.key, [...keys]));
  return new Set(rows.map(({ key }) => key));
}

const filesOfResult = z.object({ files: z.record(z.string(), z.object({ key: z.string() })) });

export interface RemovedResult {
  readonly fileKeys: readonly string[];
  readonly bytes: number;
}

/** Removes some results that expired before then, of owners for whom nothing is in work that might read them. */
export async function removeExpiredResults(sql: Sql, before: Date, limit: number): Promise<RemovedResult[]> {
  const inWork = sql
    .select({ one: raw`1` })
    .from(production)
    .where(
      and(
        raw`${production.owner} = ${storedResult.owner}`,
        raw`${production.state} in ('running', 'awaiting_engine')`,
      ),
    );
  const expired = sql
    .select({ key: storedResult.key })
    .from(storedResult)
    .where(and(lt(storedResult.expiresAt, before), notExists(inWork)))
    .limit(limit);
  const rows = await sql
    .delete(storedResult)
    .where(inArray(storedResult.key, expired))
    .returning({ value: storedResult.value, bytes: storedResult.bytes });
  return rows.map(({ value, bytes }) => ({ fileKeys: fileKeysOf(value), bytes }));
}

/** What another version stored in its own way names no files that could be found: the sweep of orphans has them. */
export function fileKeysOf(value: unknown): string[] {
  const { data } = filesOfResult.safeParse(value);
  return data ? Object.values(data.files).map(({ key }) => key) : [];
}

/** Tasks that ended, as they were made before then; gives how many. */
export async function removeOldTasks(sql: Sql, before: Date, limit: number): Promise<number> {
  const old = sql
    .select({ id: chatTask.id })
    .from(chatTask)
    .where(and(lt(chatTask.createdAt, before), raw`${chatTask.state} <> 'waiting'`))
    .limit(limit);
  const rows = await sql.delete(chatTask).where(inArray(chatTask.id, old)).returning({ id: chatTask.id });
  return rows.length;
}
