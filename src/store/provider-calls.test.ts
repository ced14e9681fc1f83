import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../platform/database/test-database.ts';
import {
  findCall,
  giveUpCall,
  insertSending,
  markCall,
  markDone,
  markSubmitted,
  spentByOwners,
  spentByProvider,
  spentToday,
} from './provider-calls.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => await database.drop());

const owner = 'telegram:7';

async function sent(tag: string, estimatedUsd: number): Promise<boolean> {
  const who = { owner, productionId: undefined, provider: 'fal', adapter: 'fal-x', model: undefined };
  return await insertSending(database.db, { tag, ...who, capability: 'talking-head', estimatedUsd });
}

it('all sums count what is owed or may be, each request once, whatever became of it', async () => {
  const { db } = database;
  // Done: by what the vendor told, else by our estimate.
  for (const tag of ['told', 'untold']) {
    await sent(tag, 1);
    await markSubmitted(db, tag, tag);
  }
  await markDone(db, 'told', 0.5);
  await markDone(db, 'untold', undefined);
  // Taken and come to nothing: the vendor may charge it.
  await sent('failed', 10);
  await markSubmitted(db, 'failed', 'failed');
  await giveUpCall(db, 'failed', 'provider-unavailable');
  // Nobody knows.
  await sent('unknown', 100);
  await markCall(db, 'unknown', 'unknown');
  await giveUpCall(db, 'unknown', 'provider-unconfirmed');
  // Given up while its answer was on the way, which came then.
  await sent('late', 1000);
  await giveUpCall(db, 'late', 'cancelled');
  await markSubmitted(db, 'late', 'late');
  await giveUpCall(db, 'late', 'cancelled');
  // Surely not taken, also where that became known after it was given up; sent again it counts once.
  await sent('refused', 10_000);
  await markCall(db, 'refused', 'not-taken');
  await sent('absent', 10_000);
  await giveUpCall(db, 'absent', 'cancelled');
  await markCall(db, 'absent', 'not-taken');
  await sent('again', 10_000);
  await markCall(db, 'again', 'not-taken');
  expect(await sent('again', 2)).toBe(true);
  // One that may have left already leaves no second time.
  expect(await sent('unknown', 7)).toBe(false);

  const owed = 0.5 + 1 + 10 + 100 + 1000 + 2;
  expect(await spentToday(db)).toBeCloseTo(owed, 6);
  expect((await spentByOwners(db, [owner])).get(owner)).toBeCloseTo(owed, 6);
  const span = { from: new Date(Date.now() - 3_600_000), to: new Date(Date.now() + 3_600_000) };
  expect(await spentByProvider(db, span)).toEqual([{ provider: 'fal', calls: 6, usd: owed }]);
  expect(await findCall(db, 'late')).toMatchObject({ state: 'failed', errorReason: 'cancelled' });
  expect(await findCall(db, 'unknown')).toMatchObject({ state: 'unknown' });
});
