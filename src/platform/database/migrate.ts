import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as applyMigrations } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import type { Database } from './database.ts';

/** All tables, the migrations' own list too, live in this schema. */
export const schemaName = 'ugc';
const listTable = 'migrations';

const journalSchema = z.object({
  entries: z.array(z.object({ when: z.number(), tag: z.string() })),
});
type Journal = z.infer<typeof journalSchema>;

type Queryable = pg.Client | pg.Pool;

/**
 * Brings the tables up to date. Several processes may do so at once: one works, the others wait and find all done.
 * Throws `database-newer` for a database with a migration that `migrationsFolder` has not.
 */
export async function migrate(database: Database, migrationsFolder: string): Promise<void> {
  if ((await countPendingMigrations(database, migrationsFolder)) === 0) return;
  const journal = await readJournal(migrationsFolder);
  const client = new pg.Client({ ...database.connection, application_name: 'ugc-migrate' });
  // A broken connection fails the query that is under way; the event would end the process.
  client.on('error', () => {});
  await client.connect();
  try {
    // Drizzle's own migrator is not safe for concurrent starts. The lock ends with the connection.
    await client.query(`select pg_advisory_lock(hashtextextended('ugc-migrate', 0))`);
    await refuseNewer(client, journal);
    await applyMigrations(drizzle(client), {
      migrationsFolder,
      migrationsSchema: schemaName,
      migrationsTable: listTable,
    });
    await refuseSkipped(client, journal);
  } finally {
    await client.end().catch(() => {});
  }
}

/**
 * How many migrations the database still lacks; nothing is changed. Throws `database-newer` as `migrate` does.
 */
export async function countPendingMigrations(database: Database, migrationsFolder: string): Promise<number> {
  const journal = await readJournal(migrationsFolder);
  await refuseNewer(database.pool, journal);
  const applied = new Set(await recorded(database.pool));
  return journal.entries.filter((entry) => !applied.has(entry.when)).length;
}

async function readJournal(migrationsFolder: string): Promise<Journal> {
  const text = await readFile(join(migrationsFolder, 'meta', '_journal.json'), 'utf8');
  return journalSchema.parse(JSON.parse(text));
}

async function refuseNewer(client: Queryable, journal: Journal): Promise<void> {
  const known = new Set(journal.entries.map((entry) => entry.when));
  const unknown = (await recorded(client)).filter((when) => !known.has(when));
  const found = unknown.at(-1);
  if (found === undefined) return;
  const newest = journal.entries.at(-1);
  throw new AppError(
    'database-newer',
    `The database was changed by a newer version of this program: it has a migration of ${dateOf(found)}, ` +
      `the newest one known here is ${newest ? `${newest.tag} of ${dateOf(newest.when)}` : 'none'}. ` +
      'Start the newer version, or use another database.',
    { details: { found: dateOf(found), known: newest?.tag ?? 'none' } },
  );
}

/** The migrator goes by dates alone: a migration older than one that was already applied would never run. */
async function refuseSkipped(client: pg.Client, journal: Journal): Promise<void> {
  const applied = new Set(await recorded(client));
  const skipped = journal.entries.filter((entry) => !applied.has(entry.when));
  if (skipped.length === 0) return;
  throw new AppError(
    'internal',
    `The migrations ${skipped.map((entry) => entry.tag).join(', ')} are dated before one that was already applied: generate them anew.`,
  );
}

/** Milliseconds since 1970, oldest first. */
async function recorded(client: Queryable): Promise<number[]> {
  const name = `${schemaName}.${listTable}`;
  const { rows: tables } = await client.query<{ found: string | null }>('select to_regclass($1) as found', [
    name,
  ]);
  if (!tables[0]?.found) return [];
  const { rows } = await client.query<{ created_at: string }>(
    `select created_at from ${name} order by created_at`,
  );
  return rows.map((row) => Number(row.created_at));
}

function dateOf(when: number): string {
  return new Date(when).toISOString().slice(0, 16);
}
