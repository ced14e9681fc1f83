import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { silentLog } from '../log/log.ts';
import { tryAdvisoryLock } from './advisory-lock.ts';
import { openDatabase } from './database.ts';
import { migrate } from './migrate.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'migrations-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Migration {
  readonly when: number;
  readonly tag: string;
  readonly sql: string;
}

async function writeMigrations(name: string, migrations: readonly Migration[]): Promise<string> {
  const target = join(folder, name);
  await mkdir(join(target, 'meta'), { recursive: true });
  const entries = migrations.map(({ when, tag }, idx) => ({
    idx,
    version: '7',
    when,
    tag,
    breakpoints: true,
  }));
  await writeFile(join(target, 'meta', '_journal.json'), JSON.stringify({ version: '7', entries }));
  for (const { tag, sql: text } of migrations) await writeFile(join(target, `${tag}.sql`), text);
  return target;
}

const first = { when: 1_000, tag: '0000_first', sql: 'create table ugc.item (id int primary key);' };
const second = {
  when: 2_000,
  tag: '0001_second',
  sql: 'alter table ugc.item add name text;--> statement-breakpoint\nupdate ugc.item set name = $$a;b$$;',
};

describe('migrations', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase({ migrationsFolder: null });
  });
  afterAll(() => database.drop());

  test('five processes that migrate at once all find every table, made once', async () => {
    const migrations = await writeMigrations('one', [first]);
    await Promise.all(Array.from({ length: 5 }, () => migrate(database, migrations)));
    const { rows } = await database.pool.query('select count(*)::int as count from ugc.migrations');
    expect(rows).toEqual([{ count: 1 }]);
    await expect(database.pool.query('select id from ugc.item')).resolves.toMatchObject({ rows: [] });
  });

  test('a later version adds what is new and keeps the rows', async () => {
    await database.pool.query('insert into ugc.item values (7)');
    await migrate(database, await writeMigrations('two', [first, second]));
    const { rows } = await database.pool.query('select id, name from ugc.item');
    expect(rows).toEqual([{ id: 7, name: 'a;b' }]);
  });

  test('a database of a newer version is refused, and both versions are named', async () => {
    const older = await writeMigrations('one', [first]);
    await expect(migrate(database, older)).rejects.toMatchObject({
      reason: 'database-newer',
      message: expect.stringMatching(/1970-01-01T00:00, .*0000_first of 1970/),
    });
  });

  test('a migration dated before an applied one is not skipped in silence', async () => {
    const late = { when: 1_500, tag: '0001_late', sql: 'create table ugc.late (id int);' };
    const migrations = await writeMigrations('late', [first, late, second]);
    await expect(migrate(database, migrations)).rejects.toMatchObject({
      reason: 'internal',
      message: expect.stringContaining('0001_late'),
    });
  });
});

describe('an advisory lock', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase({ migrationsFolder: null });
  });
  afterAll(() => database.drop());

  test('is held by one at a time, and by name', async () => {
    const held = await tryAdvisoryLock(database, 'jobs');
    expect(held).toBeDefined();
    expect(await tryAdvisoryLock(database, 'jobs')).toBeUndefined();
    const other = await tryAdvisoryLock(database, 'schedule');
    expect(other).toBeDefined();
    await other?.release();
    await held?.release();
    const again = await tryAdvisoryLock(database, 'jobs');
    expect(again).toBeDefined();
    await again?.release();
  });

  test('says so when its connection breaks, and is free for the next', async () => {
    const held = await tryAdvisoryLock(database, 'jobs');
    const lost = new Promise<void>((resolve) => held?.lost.addEventListener('abort', () => resolve()));
    await database.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'ugc-lock'`,
    );
    await lost;
    const next = await tryAdvisoryLock(database, 'jobs');
    expect(next).toBeDefined();
    await next?.release();
  });
});

describe('openDatabase', () => {
  test('connects to a server by its url', async () => {
    const made = await createTestDatabase({ migrationsFolder: null });
    const { host, user, database } = made.connection;
    const url = `postgresql://${user}@localhost:5432/${database}?host=${encodeURIComponent(String(host))}`;
    const opened = await openDatabase({ kind: 'server', url }, silentLog);
    expect(opened.kind).toBe('server');
    const { rows } = await opened.db.execute(sql`select current_database() as name`);
    expect(rows).toEqual([{ name: database }]);
    await opened.close();
    await made.drop();
  });

  test('a server that is not there is unavailable, with its address and without the password', async () => {
    const url = 'postgresql://ann:canary-password@127.0.0.1:1/none';
    const refusal = await openDatabase({ kind: 'server', url }, silentLog).catch((error: Error) => error);
    expect(refusal).toMatchObject({ reason: 'database-unavailable', retryable: true });
    expect((refusal as Error).message).toContain('127.0.0.1:1');
    expect((refusal as Error).message).not.toContain('canary-password');
  });
});

describe('a transaction', () => {
  test('whose connection is cut while it asks nothing fails, and harms nothing else', async () => {
    const made = await createTestDatabase({ migrationsFolder: null });
    const cut = made.db.transaction(async (transaction) => {
      const { rows } = await transaction.execute(sql`select pg_backend_pid() as pid`);
      const pid = rows[0]?.pid;
      await made.pool.query('select pg_terminate_backend($1)', [pid]);
      const isThere = async () =>
        (await made.pool.query('select from pg_stat_activity where pid = $1', [pid])).rowCount;
      while (await isThere());
      await transaction.execute(sql`select 1`);
    });
    await expect(cut).rejects.toThrow();
    expect((await made.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await made.drop();
  });

  test('that can not begin gives its connection back', async () => {
    const made = await createTestDatabase({ migrationsFolder: null });
    const config = { isolationLevel: 'none of them' as 'serializable' };
    for (let time = 0; time <= 10; time += 1) {
      await expect(made.db.transaction(async () => undefined, config)).rejects.toThrow();
    }
    expect((await made.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await made.drop();
  });
});

describe('a test database', () => {
  test('is a copy of the migrated template, and two of them share nothing', async () => {
    const migrations = await writeMigrations('template', [first]);
    const one = await createTestDatabase({ migrationsFolder: migrations });
    const two = await createTestDatabase({ migrationsFolder: migrations });
    await one.pool.query('insert into ugc.item values (1)');
    expect((await two.pool.query('select * from ugc.item')).rows).toEqual([]);
    await one.drop();
    await two.drop();
  });
});
