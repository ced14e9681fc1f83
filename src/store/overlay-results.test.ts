import { afterEach, beforeEach, expect, it } from 'vitest';
import { plainOrder } from '../../test/support/plain-order.ts';
import { createTestDatabase, type TestDatabase } from '../platform/database/test-database.ts';
import { removeExpiredOverlaysOf } from './overlay-results.ts';

const owner = 'telegram:7';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
  await database.pool.query(`
    insert into ugc.person (id, telegram_id, first_name) values ('${owner}', 7, 'Anna');
    insert into ugc.stored_result (key, owner, kind, value, adapter, bytes, expires_at)
      select 'old' || n, '${owner}', 'overlay', '{}', 'x', 1, now() - interval '1 minute' from generate_series(1, 3) n`);
});
afterEach(async () => await database.drop());

const left = async () =>
  (await database.pool.query<{ key: string }>('select key from ugc.stored_result order by key')).rows.length;

async function beginWork(): Promise<void> {
  await database.pool.query(
    `insert into ugc.production (id, owner, fingerprint, "order", state)
     values (gen_random_uuid(), $1, 'x', $2, 'running')`,
    [owner, JSON.stringify(plainOrder)],
  );
}

it('overlays that expired stay from the moment on at which their owner has work again, which may make them anew', async () => {
  const removed: string[] = [];
  await removeExpiredOverlaysOf(database.db, owner, async (key) => {
    removed.push(key);
    await beginWork();
  });
  expect([removed.length, await left()]).toEqual([1, 2]);
});

it('no order of theirs begins while files of one are being removed', async () => {
  const begun: unknown[] = [];
  await removeExpiredOverlaysOf(database.db, owner, async () => {
    const client = await database.pool.connect();
    try {
      await client.query(`begin; set local lock_timeout = '30ms'`);
      // As whoever places an order does.
      begun.push(await client.query('select from ugc.person where id = $1 for share', [owner]).catch(String));
    } finally {
      await client.query('rollback');
      client.release();
    }
  });
  expect(begun).toHaveLength(3);
  expect(begun.every((error) => /lock timeout/.test(String(error)))).toBe(true);
  expect(await left()).toBe(0);
});

it('one that was made anew meanwhile keeps its files', async () => {
  const removed: string[] = [];
  await removeExpiredOverlaysOf(database.db, owner, async (key) => {
    removed.push(key);
    await database.pool.query(
      `update ugc.stored_result set expires_at = now() + interval '1 day' where key <> $1`,
      [key],
    );
  });
  expect([removed.length, await left()]).toEqual([1, 2]);
});
