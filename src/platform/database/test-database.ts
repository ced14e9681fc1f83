import { createHash } from 'node:crypto';
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { silentLog } from '../log/log.ts';
import { isProcessAlive } from '../process/process-alive.ts';
import { connect, type Database } from './database.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';
import { migrate } from './migrate.ts';
import { projectFolder, testFolder } from './test-folder.ts';

/** One server for all test processes of this project and user; it stays between runs, so that only the first one waits. */
export const testServerFolder = join(testFolder, 'postgres');

let server: Promise<EmbeddedPostgres> | undefined;

export interface TestDatabase extends Database {
  /** Closes the connections and drops the database. */
  drop(): Promise<void>;
}

export interface CreateTestDatabaseOptions {
  /** The project's own by default; `null` gives a database without tables. */
  readonly migrationsFolder?: string | null;
}

/** Unless another process still uses it. */
export async function stopTestServer(): Promise<boolean> {
  const leaving = server ?? startEmbeddedPostgres({ dataFolder: testServerFolder, log: silentLog });
  server = undefined;
  return await (await leaving).stop();
}

/** A database of its own, with all tables and no rows, on a server that all tests share. Drop it when done. */
export async function createTestDatabase(options: CreateTestDatabaseOptions = {}): Promise<TestDatabase> {
  server ??= startEmbeddedPostgres({ dataFolder: testServerFolder, log: silentLog });
  const { connection } = await server;
  const folder = options.migrationsFolder === undefined ? await ownMigrations() : options.migrationsFolder;
  const name = `test_${process.pid}_${Math.random().toString(36).slice(2, 10)}`;
  await withAdmin(connection, async (admin) => {
    // Held until the copy is made, so that no other test process drops the template meanwhile.
    await admin.query(`select pg_advisory_lock(hashtextextended('test-template', 0))`);
    await forgoDurability(admin);
    const template = folder === null ? 'template0' : await ensureTemplate(admin, connection, folder);
    // Copied as files: without waits for the disk this costs a tenth of writing each page to the log.
    await admin.query(`create database ${name} template ${template} strategy file_copy`);
  });
  const database = await connect('embedded', { ...connection, database: name }, async () => {}, silentLog);
  return {
    ...database,
    async drop() {
      await database.close();
      await withAdmin(connection, (admin) => admin.query(`drop database ${name} with (force)`));
    },
  };
}

/** Nobody misses a test's rows after a power cut, and waits for the disk would be half of what a database costs. */
async function forgoDurability(admin: pg.Client): Promise<void> {
  const { rows } = await admin.query<{ fsync: string }>('show fsync');
  if (rows[0]?.fsync === 'off') return;
  for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes']) {
    await admin.query(`alter system set ${setting} = off`);
  }
  await admin.query('select pg_reload_conf()');
}

async function ownMigrations(): Promise<string | null> {
  const folder = join(projectFolder, 'migrations');
  return await access(join(folder, 'meta', '_journal.json')).then(
    () => folder,
    () => null,
  );
}

/** Migrated once per content of the migrations. */
async function ensureTemplate(
  admin: pg.Client,
  connection: EmbeddedPostgres['connection'],
  folder: string,
): Promise<string> {
  const name = `template_${await hashOfMigrations(folder)}`;
  const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [name]);
  if (rowCount) return name;
  await dropLeftovers(admin);
  const making = `${name}_making`;
  await admin.query(`create database ${making}`);
  const database = await connect('embedded', { ...connection, database: making }, async () => {}, silentLog);
  await migrate(database, folder).finally(() => database.close());
  await admin.query(`alter database ${making} rename to ${name}`);
  return name;
}

async function hashOfMigrations(folder: string): Promise<string> {
  const journal = await readFile(join(folder, 'meta', '_journal.json'), 'utf8');
  const { entries } = JSON.parse(journal) as { entries: { tag: string }[] };
  const hash = createHash('sha256').update(journal);
  for (const { tag } of entries) hash.update(await readFile(join(folder, `${tag}.sql`)));
  return hash.digest('hex').slice(0, 16);
}

/** Databases of test processes that were killed, and templates of earlier migrations. */
async function dropLeftovers(admin: pg.Client): Promise<void> {
  const { rows } = await admin.query<{ datname: string }>(
    `select datname from pg_database where datname ~ '^(test|template)_'`,
  );
  for (const { datname } of rows) {
    const owner = /^test_(\d+)_/.exec(datname)?.[1];
    if (owner !== undefined && isProcessAlive(Number(owner))) continue;
    await admin.query(`drop database if exists ${datname} with (force)`);
  }
}

async function withAdmin<T>(
  connection: EmbeddedPostgres['connection'],
  use: (admin: pg.Client) => Promise<T>,
): Promise<T> {
  const admin = new pg.Client({ ...connection, application_name: 'ugc-test' });
  await admin.connect();
  try {
    return await use(admin);
  } finally {
    await admin.end();
  }
}
