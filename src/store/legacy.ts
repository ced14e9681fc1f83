import type pg from 'pg';
import { z } from 'zod';

/** What reads the predecessor's tables: a pool or a connection, whose search path finds them. */
export type LegacyDatabase = Pick<pg.Pool, 'query'>;

/** The columns that are read, by table. */
const neededColumns = {
  users: ['id', 'tg_id', 'credits', 'selected_voice_id', 'first_name', 'last_name', 'username', 'created_at'],
  credit_log: ['user_id', 'delta'],
  generation_history: ['user_id', 'generation_type'],
} as const;

/** `table.column` of everything that is missing. */
export async function findMissingColumns(legacy: LegacyDatabase): Promise<string[]> {
  const missing: string[] = [];
  for (const [table, columns] of Object.entries(neededColumns)) {
    const { rows } = await legacy.query<{ name: string }>(
      'select attname as name from pg_attribute where attrelid = to_regclass($1) and attnum > 0 and not attisdropped',
      [table],
    );
    const found = new Set(rows.map(({ name }) => name));
    missing.push(...columns.filter((name) => !found.has(name)).map((name) => `${table}.${name}`));
  }
  return missing;
}

const userRow = z.object({
  id: z.coerce.string(),
  tg_id: z.string().nullable(),
  credits: z.string().nullable(),
  selected_voice_id: z.string().nullable(),
  first_name: z.string().nullable(),
  last_name: z.string().nullable(),
  username: z.string().nullable(),
  created_seconds: z.string().nullable(),
  log_sum: z.string().nullable(),
});

/** As it stands there, whatever it is: judging it is another's business. */
export type LegacyUser = z.infer<typeof userRow>;

/** In the order of their ids, after the given one. A time without a zone was written as UTC. */
export async function listLegacyUsers(
  legacy: LegacyDatabase,
  afterId: string,
  limit: number,
): Promise<LegacyUser[]> {
  const { rows } = await legacy.query(
    `select u.id::text, u.tg_id::text, u.credits::text, u.selected_voice_id::text, u.first_name::text,
      u.last_name::text, u.username::text, extract(epoch from u.created_at)::text as created_seconds,
      (select sum(delta)::text from credit_log l where l.user_id = u.id) as log_sum
     from users u where u.id > $1::bigint order by u.id limit $2`,
    [afterId, limit],
  );
  return z.array(userRow).parse(rows);
}

const countRow = z.object({ name: z.string().nullable(), count: z.coerce.number() });

/** How many rows of each type. */
export async function countLegacyHistory(legacy: LegacyDatabase): Promise<Record<string, number>> {
  const { rows } = await legacy.query(
    'select generation_type::text as name, count(*) from generation_history group by 1 order by 1',
  );
  return Object.fromEntries(
    z
      .array(countRow)
      .parse(rows)
      .map(({ name, count }) => [name ?? 'none', count]),
  );
}

/** Rows that belong to nobody. */
export async function countLegacyOrphans(legacy: LegacyDatabase): Promise<number> {
  const { rows } = await legacy.query(
    `select count(*) as count, 'credit_log' as name from credit_log l
     where not exists (select from users u where u.id = l.user_id)`,
  );
  return countRow.parse(rows[0]).count;
}
