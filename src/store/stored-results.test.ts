import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../platform/database/test-database.ts';
import { findFreshResult, storeResult } from './stored-results.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => await database.drop());

it('a result expires by the database’s clock, whatever the clock of the machine that asks says', async () => {
  const stored = { owner: 'test', kind: 'overlay', value: {}, adapter: 'a', bytes: 0 } as const;
  await database.db.transaction(async (transaction) => {
    for (const key of ['fresh', 'stale']) await storeResult(transaction, { ...stored, key }, new Date());
    // A transaction's `now()` is when it began: a moment after it is still to come, and over for this process.
    await transaction.execute(
      sql`update ugc.stored_result set expires_at = now() + interval '1 microsecond' where key = 'fresh'`,
    );
    await transaction.execute(sql`update ugc.stored_result set expires_at = now() where key = 'stale'`);
    expect(await findFreshResult(transaction, 'fresh')).toMatchObject({ key: 'fresh' });
    expect(await findFreshResult(transaction, 'stale')).toBeUndefined();
  });
});
