import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../platform/database/test-database.ts';
import { importLegacy } from './import-legacy.ts';

let database: TestDatabase;
let legacy: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  legacy = await createTestDatabase({ migrationsFolder: null });
});
afterAll(async () => {
  await database.drop();
  await legacy.drop();
});

const problems: string[] = [];
const run = async (apply: boolean) => {
  problems.length = 0;
  const onProblem = (row: string, problem: string) => problems.push(`${row}: ${problem}`);
  const { signal } = new AbortController();
  return await importLegacy({ database }, legacy.pool, { apply, onProblem, signal });
};
const balances = async () => {
  const { rows } = await database.pool.query<{ line: string }>(
    `select code || ' ' || balance as line from ugc.ledger_account where kind = 'person' order by code`,
  );
  return rows.map(({ line }) => line);
};

test('tables of another shape are refused by name', async () => {
  await expect(run(false)).rejects.toMatchObject({
    reason: 'invalid-arguments',
    message: expect.stringContaining('users.tg_id'),
  });
});

test('users and balances come over once, however often it is run, and no row is dropped in silence', async () => {
  await legacy.pool.query(`
    create table users (id serial primary key, tg_id bigint unique, credits int, selected_voice_id text,
      first_name text, last_name text, username text, created_at timestamp);
    create table credit_log (id serial primary key, user_id int, delta int, reason text, created_at timestamp);
    create table generation_history (id serial primary key, user_id int, generation_type text, r2_video_key text,
      r2_audio_key text, r2_image_key text, character_gender text, character_age text, text_prompt text,
      credits_spent int, created_at timestamp);
    insert into users (tg_id, credits, selected_voice_id, first_name, username, created_at) values
      (42, 7, 'voice-a', 'Аня', 'anya', '2025-03-01 12:00'), (43, 0, null, null, 'bob', '2025-03-02 12:00'),
      (44, -2, null, 'Vera', null, null), (null, 5, null, 'Ghost', null, '2025-01-01'),
      (45, 3, null, '  ', null, '2025-05-01'), (-100, 4, null, 'Group', null, '2025-05-01');
    insert into users (tg_id, credits, first_name, created_at)
      select 1000 + n, 1, 'user ' || n, '2025-06-01' from generate_series(1, 400) n;
    insert into credit_log (user_id, delta, reason) values
      (1, 3, 'signup_bonus'), (1, 4, 'admin_add'), (3, 3, 'signup_bonus'), (999, 1, 'admin_add');
    insert into generation_history (user_id, generation_type) values (1, 'video'), (1, 'video'), (2, 'audio');`);
  await database.pool.query(
    `insert into ugc.person (id, telegram_id, first_name, username) values ('telegram:45', 45, 'Here already', 'here')`,
  );

  const dry = await run(false);
  expect(dry).toMatchObject({
    users: 406,
    newPeople: 403,
    knownPeople: 1,
    importedBefore: 0,
    credits: 410,
    balances: 402,
    voices: 1,
    unlikeTheirLog: 1,
    orphanLogRows: 1,
    history: { audio: 1, video: 2 },
  });
  expect(problems).toEqual([
    'users 3: credits is -2: taken over with 0',
    'users 4: tg_id is empty: not taken over',
    'users 6: tg_id is -100: not taken over',
  ]);
  expect(await balances()).toEqual([]);

  await run(true);
  const once = await balances();
  expect(once).toHaveLength(404);
  expect(once).toEqual(
    expect.arrayContaining(['person:telegram:42 7', 'person:telegram:43 0', 'person:telegram:44 0']),
  );
  const again = await run(true);
  expect(again).toMatchObject({ newPeople: 0, importedBefore: 402, credits: 0 });
  // The old bot goes on a little: what it says later does not count twice.
  await legacy.pool.query('update users set credits = credits + 1 where tg_id = 42');
  await run(true);
  expect(await balances()).toEqual(once);

  const { rows: people } = await database.pool.query(
    `select first_name, username, created_at at time zone 'UTC' as came from ugc.person
     where telegram_id in (42, 43, 45) order by telegram_id`,
  );
  expect(people).toEqual([
    { first_name: 'Аня', username: 'anya', came: new Date('2025-03-01T12:00:00') },
    { first_name: 'bob', username: 'bob', came: new Date('2025-03-02T12:00:00') },
    expect.objectContaining({ first_name: 'Here already', username: 'here' }),
  ]);
  const { rows: voices } = await database.pool.query('select * from ugc.remembered_voice');
  expect(voices).toEqual([{ person_id: 'telegram:42', language: 'ru', voice_id: 'voice-a' }]);
  const { rows: sums } = await database.pool.query(
    `select (select sum(amount) from ugc.ledger_posting)::int as postings,
      (select sum(balance) from ugc.ledger_account)::int as balances`,
  );
  expect(sums).toEqual([{ postings: 0, balances: 410 }]);
});
