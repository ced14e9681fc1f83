import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { plainOrder } from '../../../test/support/plain-order.ts';
import { createTestDatabase, type TestDatabase } from '../../platform/database/test-database.ts';
import { silentLog } from '../../platform/log/log.ts';
import { deliver } from './deliver.ts';
import type { OutgoingBot } from './outgoing-bot.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => await database.drop());

it('what could not even be made ready is no repeat, however often that happens', async () => {
  const productionId = randomUUID();
  await database.pool.query(
    `insert into ugc.production (id, owner, fingerprint, "order", state, channel)
     values ($1, 'telegram:42', $1::uuid::text, $2, 'delivered', 'telegram')`,
    [productionId, JSON.stringify(plainOrder)],
  );
  const bot = {
    parts: { database, log: silentLog },
    language: async () => 'en',
    status: async () => {
      throw new Error('The disk is full.');
    },
  } as unknown as OutgoingBot;
  for (let time = 0; time < 3; time += 1) {
    await expect(deliver(bot, { productionId, kind: 'video' })).rejects.toThrow('The disk is full.');
  }
  const { rows } = await database.pool.query('select state, attempts, repeats from ugc.delivery');
  expect(rows).toEqual([{ state: 'waiting', attempts: 3, repeats: 0 }]);
});
