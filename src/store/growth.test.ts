import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainOrder } from '../../test/support/plain-order.ts';
import { rowsRead } from '../../test/support/rows-read.ts';
import { createTestDatabase, type TestDatabase } from '../platform/database/test-database.ts';
import { listCreditOperations } from './credit-operations.ts';
import { isUploadShared, listUnsharedKeys } from './deletion.ts';
import { listHistoryItems } from './history.ts';
import { lockBalance, moveCredits, personAccount } from './ledger.ts';
import { findProfile } from './people.ts';
import { countVideosOfDay, expireUnconfirmed, markConfirmed } from './production-states.ts';
import { countAhead, findProduction, listUnfinishedOf } from './productions.ts';
import { findLatestCall, hasOpenCall, spentByOwners, spentToday } from './provider-calls.ts';
import type { Sql } from './sql.ts';
import { listInWork } from './work-list.ts';
import { listOldUnfinished } from './steps.ts';

const people = 100;
const productionsEach = 40;
const owner = 'telegram:7';

/** Everybody has the same past; a few productions are in work, and each person has one that waits for them. */
const past = [
  `insert into ugc.person (id, telegram_id, first_name, username)
   select 'telegram:' || n, n, 'P', 'p' || n from generate_series(1, ${people}) n`,
  `insert into ugc.ledger_account (code, kind) select 'person:telegram:' || n, 'person' from generate_series(1, ${people}) n`,
  `insert into ugc.production (id, owner, fingerprint, "order", state, channel, pause_after, created_at, spoken_at, confirmed_at, price_credits)
   select gen_random_uuid(), 'telegram:' || (1 + n % ${people}), n::text, $1::jsonb,
     case when n % ${productionsEach * 50} = 0 then 'running' when n < ${people} then 'awaiting_confirmation' else 'delivered' end,
     'telegram', 'speech', now() - n * interval '1 minute', now() - n * interval '1 minute',
     case when n >= ${people} then now() - n * interval '1 minute' end, 1
   from generate_series(0, ${people * productionsEach - 1}) n`,
  `insert into ugc.step (production_id, kind, position, state, result_key)
   select p.id, kind, place - 1, case when p.state = 'delivered' or place < 3 then 'done' else 'waiting' end, p.id || kind
   from ugc.production p, unnest(array['portrait', 'speech', 'head', 'montage']) with ordinality as s(kind, place)`,
  `select m.* from ugc.person p, lateral ugc.ledger_move('bonus:' || p.id, 'bonus', null, null, 'system:bonus', 'person:' || p.id, 100, null) m`,
  `select m.* from ugc.production p, lateral ugc.ledger_move('hold:' || p.id, 'held', p.id::text, null, 'person:' || p.owner, 'system:held', 1, null) m
   where p.confirmed_at is not null`,
  `insert into ugc.credit_hold (production_id, person_id, amount, state)
   select id, owner, 1, case state when 'running' then 'held' else 'captured' end from ugc.production where confirmed_at is not null`,
  `select m.* from ugc.production p, lateral ugc.ledger_move('capture:' || p.id, 'captured', p.id::text, null, 'system:held', 'system:spent', 1, null) m
   where p.state = 'delivered'`,
  // Everybody's of other days, and the owner's of today.
  `insert into ugc.provider_call (tag, owner, production_id, capability, provider, state, estimated_usd, created_at, ended_at)
   select 'head:' || id, owner, id, 'talking-head', 'fal', 'done', 1,
     case owner when '${owner}' then now() else now() - interval '3 days' end, now() from ugc.production`,
  'analyze',
];

let database: TestDatabase;
/** One that waits for its owner. */
let waiting: string;
beforeAll(async () => {
  database = await createTestDatabase();
  for (const statement of past) {
    await database.pool.query(statement, statement.includes('$1') ? [JSON.stringify(plainOrder)] : []);
  }
  const { rows } = await database.pool.query<{ id: string }>(
    `select id from ugc.production where owner = $1 and state = 'awaiting_confirmation'`,
    [owner],
  );
  waiting = rows[0]?.id ?? '';
});
afterAll(async () => await database.drop());

const page = { offset: 0, limit: 6 };

describe(`among ${people * productionsEach} productions and their movements`, () => {
  it.each<[string, number, (sql: Sql) => Promise<unknown>]>([
    ['a page of the history', 10, async (sql) => await listHistoryItems(sql, owner, page)],
    ['a page of operations', 160, async (sql) => await listCreditOperations(sql, owner, page)],
    ['a balance that is locked', 2, async (sql) => await lockBalance(sql, owner)],
    [
      'a movement',
      20,
      async (sql) =>
        await moveCredits(sql, {
          idempotencyKey: 'x',
          kind: 'held',
          from: personAccount(owner),
          to: 'system:held',
          amount: 1,
        }),
    ],
    ['what somebody has in work', 20, async (sql) => await listUnfinishedOf(sql, owner, 10)],
    ["the day's videos of somebody", 2 * productionsEach, async (sql) => await countVideosOfDay(sql, owner)],
    ['a confirmation', 3, async (sql) => await markConfirmed(sql, { id: waiting, owner, priceCredits: 1 })],
    [
      'the place in the queue',
      30,
      async (sql) => {
        const production = await findProduction(sql, waiting);
        return production && (await countAhead(sql, production));
      },
    ],
    ['a profile', 3 * productionsEach, async (sql) => await findProfile(sql, { id: owner })],
    ['somebody by name', 3 * productionsEach, async (sql) => await findProfile(sql, { username: 'P7' })],
    [
      'an upload of one alone',
      2 * productionsEach,
      async (sql) => await isUploadShared(sql, owner, waiting, 'x'),
    ],
    ['the newest paid call', 2, async (sql) => await findLatestCall(sql, waiting, 'talking-head')],
    ['a paid call that is open', 2, async (sql) => await hasOpenCall(sql, waiting)],
    ['what was spent today', 2 * productionsEach, async (sql) => await spentToday(sql)],
    ['what was spent for somebody', 2 * productionsEach, async (sql) => await spentByOwners(sql, [owner])],
    ['what operators see in work', 60, async (sql) => await listInWork(sql, 0, 6)],
    ['what the sweep looks at', 100, async (sql) => await listOldUnfinished(sql, new Date(), 1000)],
    [
      'results of one alone',
      10 * productionsEach,
      async (sql) => await listUnsharedKeys(sql, owner, [waiting]),
    ],
  ])('%s costs at most %i rows, found by an index', async (_what, most, query) => {
    const { scanned, found } = await rowsRead(database, query);
    expect(scanned).toBe(0);
    expect(found).toBeGreaterThan(0);
    expect(found).toBeLessThanOrEqual(most);
  });

  it('drafts that nobody confirmed are found without the others', async () => {
    const { scanned, found } = await rowsRead(
      database,
      async (sql) => await expireUnconfirmed(sql, new Date(Date.now() - 90 * 60_000), 500),
    );
    expect(scanned).toBe(0);
    expect(found).toBeLessThan(3 * people);
  });
});
