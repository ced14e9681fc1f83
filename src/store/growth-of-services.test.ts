import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainOrder } from '../../test/support/plain-order.ts';
import { type RowsRead, rowsRead } from '../../test/support/rows-read.ts';
import { createTestDatabase, type TestDatabase } from '../platform/database/test-database.ts';
import { expireOverlaysOf, expireResult, removeExpiredOverlaysOf } from './overlay-results.ts';
import { listForgottenChoices } from './production-states.ts';
import {
  countCallsLastHour,
  countCallsForRenders,
  findCall,
  markSubmitted,
  spentByOwners,
  spentByProvider,
  spentToday,
} from './provider-calls.ts';
import {
  countRequestsInWork,
  findNewestVideo,
  findRequestOwner,
  findTurn,
  listNewestRenders,
  listRequest,
} from './render-requests.ts';
import type { Sql } from './sql.ts';
import { countWork, listInWork, listInWorkOf } from './work-list.ts';
import { countProductionsNow } from './workload.ts';

const owner = 'telegram:7';
const [source, request, render] = [1, 2, 3].map((n) => `00000000-0000-4000-8000-00000000000${n}`) as [
  string,
  string,
  string,
];
const hourAgo = new Date(Date.now() - 3_600_000);

/** What one person has: a video, four renders of it in one request, of which one is in work, and one that is stuck. */
const ours = [
  `insert into ugc.production (id, owner, fingerprint, "order", state, channel, spoken_at, confirmed_at, finished_at)
   values ('${source}', '${owner}', 'v', $1, 'delivered', 'telegram', now(), now(), now())`,
  `insert into ugc.production (id, owner, fingerprint, "order", state, channel, source_id, request_id, request_position, spoken_at)
   select case n when 3 then '${render}'::uuid else gen_random_uuid() end, '${owner}', 'r' || n, $1,
     case n when 3 then 'running' else 'delivered' end, 'telegram', '${source}', '${request}', n, now()
   from generate_series(0, 3) n`,
  `insert into ugc.production (id, owner, fingerprint, "order", state, channel)
   values (gen_random_uuid(), '${owner}', 's', $1, 'awaiting_engine', 'telegram')`,
  `insert into ugc.step (production_id, kind, position, state, started_at)
   select id, 'montage', 0, 'waiting', now() - interval '4 days' from ugc.production where owner = '${owner}'`,
  `insert into ugc.provider_call (tag, owner, production_id, capability, provider, state, estimated_usd, request_id)
   select 'montage:' || id, owner, id, 'montage', 'shotstack', 'submitted', 1, id from ugc.production where owner = '${owner}'`,
  `insert into ugc.stored_result (key, owner, kind, value, adapter, bytes, expires_at)
   select 'ours' || n, '${owner}', 'overlay', '{}', 'x', 1, now() + interval '1 hour' from generate_series(1, 5) n`,
];

/** Everybody else's past: a call, a video, a render and an overlay each. */
const others = (from: number, to: number) => [
  `insert into ugc.production (id, owner, fingerprint, "order", state, channel, spoken_at, finished_at, created_at, request_id, source_id)
   select gen_random_uuid(), 'telegram:' || (1000 + n), 'x', $1, 'delivered', 'telegram', now() - interval '9 days',
     now() - interval '9 days', now() - interval '9 days', gen_random_uuid(), gen_random_uuid()
   from generate_series(${from}, ${to}) n`,
  `insert into ugc.provider_call (tag, owner, production_id, capability, provider, state, estimated_usd, request_id, created_at, ended_at)
   select 'x' || n, 'telegram:' || (1000 + n), gen_random_uuid(), 'montage', 'fal', 'done', 1, 'r' || n,
     now() - interval '9 days', now() from generate_series(${from}, ${to}) n`,
  `insert into ugc.stored_result (key, owner, kind, value, adapter, bytes, expires_at)
   select 'x' || n, 'telegram:' || (1000 + n), 'overlay', '{}', 'x', 1, now() - interval '1 hour'
   from generate_series(${from}, ${to}) n`,
  'analyze',
];

let database: TestDatabase;
const measured = new Map<string, RowsRead>();
beforeAll(async () => {
  database = await createTestDatabase();
  await run(ours);
  await run(others(1, 100));
  for (const [what, query] of queries) measured.set(what, await rowsRead(database, query));
  await run(others(101, 6000));
});
afterAll(async () => await database.drop());

async function run(statements: readonly string[]): Promise<void> {
  for (const statement of statements) {
    await database.pool.query(statement, statement.includes('$1') ? [JSON.stringify(plainOrder)] : []);
  }
}

const day = { from: new Date(Date.now() - 24 * 3_600_000), to: new Date(Date.now() + 3_600_000) };
const queries: readonly (readonly [string, (sql: Sql) => Promise<unknown>])[] = [
  ['what was spent today', async (sql) => await spentToday(sql)],
  ["a day's sums by service", async (sql) => await spentByProvider(sql, day)],
  ['what was spent for somebody', async (sql) => await spentByOwners(sql, [owner])],
  ["the last hour's calls", async (sql) => await countCallsLastHour(sql)],
  ['a call by our tag', async (sql) => await findCall(sql, `montage:${source}`)],
  ['a call that is told to be taken', async (sql) => await markSubmitted(sql, `montage:${source}`, 'new')],
  ['renders of a video by services', async (sql) => await countCallsForRenders(sql, render, 'montage')],
  ['the renders of a request', async (sql) => await listRequest(sql, request)],
  ['whose turn it is in a request', async (sql) => await findTurn(sql, request)],
  ['whose request it is', async (sql) => await findRequestOwner(sql, request)],
  ['the requests of somebody in work', async (sql) => await countRequestsInWork(sql, owner)],
  ['the newest video of somebody', async (sql) => await findNewestVideo(sql, owner)],
  ['the newest renders of a video', async (sql) => await listNewestRenders(sql, source)],
  ['what operators see in work', async (sql) => await listInWork(sql, 0, 6)],
  ['how much is in work', async (sql) => await countWork(sql, hourAgo)],
  ['how much there is by state', async (sql) => await countProductionsNow(sql)],
  ['what somebody has in work', async (sql) => await listInWorkOf(sql, owner, 10)],
  ['choices that nobody makes', async (sql) => await listForgottenChoices(sql, hourAgo, 100)],
  ['overlays of somebody that expire', async (sql) => await expireOverlaysOf(sql, owner, source)],
  ['an overlay that expires', async (sql) => await expireResult(sql, 'ours1')],
  [
    'overlays of somebody that are removed',
    async (sql) => await removeExpiredOverlaysOf(sql, owner, async () => undefined),
  ],
];

describe('among sixty times as many calls, renders and overlays of others', () => {
  it.each(queries)('%s costs as many rows as before, found by an index', async (what, query) => {
    const before = measured.get(what);
    const { scanned, found, pages } = await rowsRead(database, query);
    expect(scanned).toBe(0);
    expect(found).toBeGreaterThan(0);
    expect(found).toBeLessThanOrEqual(before?.found ?? 0);
    // An index of sixty times as many is a level or two higher; one that is read whole has fifty pages.
    expect(pages).toBeLessThanOrEqual((before?.pages ?? 0) * 1.5 + 8);
  });
});
