import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isDatabaseAway } from './database-away.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({ migrationsFolder: null });
});
afterAll(() => database.drop());

const thrownBy = async (query: Promise<unknown>): Promise<unknown> =>
  await query.then(
    () => undefined,
    (error: unknown) => error,
  );

test('a connection that the server ends, and a server that is not there, may be back in a moment', async () => {
  const ended = database.db.execute(sql`select pg_terminate_backend(pg_backend_pid())`);
  expect(isDatabaseAway(await thrownBy(ended))).toBe(true);
  const nobody = new pg.Pool({ host: '127.0.0.1', port: 1 });
  expect(isDatabaseAway(await thrownBy(drizzle(nobody).execute(sql`select 1`)))).toBe(true);
  await nobody.end();
});

test('a query that is wrong, and an error of ours, stay what they are', async () => {
  expect(isDatabaseAway(await thrownBy(database.db.execute(sql`select nothing`)))).toBe(false);
  expect(isDatabaseAway(new Error('ours'))).toBe(false);
});
