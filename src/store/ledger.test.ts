import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isAppError } from '../kernel/errors.ts';
import { createTestDatabase, type TestDatabase } from '../platform/database/test-database.ts';
import { type Moved, type Movement, moveCredits, openAccount, personAccount, readBalance } from './ledger.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => await database.drop());

let person: string;
let people = 0;
beforeEach(async () => {
  person = `telegram:${++people}`;
  await openAccount(database.db, person);
});

const give = async (amount: number, key = `grant:${person}`) =>
  await moveCredits(database.db, {
    idempotencyKey: key,
    kind: 'granted',
    from: 'system:granted',
    to: personAccount(person),
    amount,
  });

const spend = async (key: string, changes: Partial<Movement> = {}) =>
  await moveCredits(database.db, {
    idempotencyKey: key,
    kind: 'held',
    from: personAccount(person),
    to: 'system:held',
    amount: 10,
    reference: key,
    ...changes,
  });

const balance = async () => await readBalance(database.db, person);

/** How each of so many calls at once ended: `new`, `repeated`, or the reason of its refusal. */
async function fates(times: number, call: (index: number) => Promise<Moved>) {
  const settled = await Promise.allSettled(Array.from({ length: times }, (_, index) => call(index)));
  const counts: Record<string, number> = {};
  for (const one of settled) {
    const fate =
      one.status === 'fulfilled'
        ? one.value.repeated
          ? 'repeated'
          : 'new'
        : isAppError(one.reason)
          ? one.reason.reason
          : String(one.reason);
    counts[fate] = (counts[fate] ?? 0) + 1;
  }
  return counts;
}

describe('of fifty movements at once', () => {
  it('as many are made as the balance has room for, and it never falls below 0', async () => {
    await give(100);
    const counts = await fates(50, async (index) => await spend(`${person}:${index}`));
    expect(counts).toEqual({ new: 10, 'credits-missing': 40 });
    expect(await balance()).toBe(0);
  });

  it('one is made where all have the same key', async () => {
    const counts = await fates(50, async () => await give(7));
    expect(counts).toEqual({ new: 1, repeated: 49 });
    expect(await balance()).toBe(7);
  });

  it('one takes a movement back, whatever keys they use', async () => {
    await give(10);
    const { entryId } = await spend(`${person}:x`);
    const counts = await fates(50, async (index) =>
      spend(index % 2 ? `${person}:back` : `${person}:back:${index}`, {
        kind: 'released',
        from: 'system:held',
        to: personAccount(person),
        reverses: entryId,
      }),
    );
    expect(counts.new).toBe(1);
    expect((counts.repeated ?? 0) + (counts.conflict ?? 0)).toBe(49);
    expect(await balance()).toBe(10);
  });
});

describe('a movement', () => {
  it('that is refused says what is needed and what is there, and the transaction around it goes on', async () => {
    await give(3);
    await database.db.transaction(async (transaction) => {
      await expect(
        moveCredits(transaction, {
          idempotencyKey: `${person}:dear`,
          kind: 'held',
          from: personAccount(person),
          to: 'system:held',
          amount: 4,
        }),
      ).rejects.toMatchObject({ reason: 'credits-missing', details: { needed: 4, balance: 3 } });
      expect(await readBalance(transaction, person)).toBe(3);
    });
  });

  it('is refused under a key of another one', async () => {
    await give(3);
    await expect(give(4)).rejects.toMatchObject({ reason: 'conflict' });
    expect(await balance()).toBe(3);
  });

  it('is refused for a person without an account, and for an amount that is not above 0', async () => {
    const stranger = { to: personAccount('telegram:0') };
    await expect(spend('s', { ...stranger, from: 'system:granted' })).rejects.toMatchObject({
      reason: 'not-found',
    });
    for (const amount of [0, -5]) await expect(spend(`a${amount}`, { amount })).rejects.toThrow();
  });

  it('leaves nothing behind where the transaction around it is rolled back', async () => {
    await database.db
      .transaction(async (transaction) => {
        await moveCredits(transaction, {
          idempotencyKey: `${person}:undone`,
          kind: 'granted',
          from: 'system:granted',
          to: personAccount(person),
          amount: 5,
        });
        throw new Error('undone');
      })
      .catch(() => undefined);
    expect(await balance()).toBe(0);
    expect(await give(5, `${person}:undone`)).toMatchObject({ repeated: false, balance: 5 });
  });
});

describe('the database itself', () => {
  const refused = async (statement: string, words: RegExp) =>
    await expect(database.pool.query(statement)).rejects.toThrow(words);

  it.each([
    'update ugc.ledger_entry set note = null',
    'delete from ugc.ledger_entry',
    'update ugc.ledger_posting set amount = 1',
    'delete from ugc.ledger_posting',
    'delete from ugc.ledger_account',
    'truncate ugc.ledger_posting, ugc.ledger_entry, ugc.ledger_account',
  ])('refuses: %s', async (statement) => {
    await give(1);
    await refused(statement, /append-only/);
  });

  it('refuses an entry without two postings whose sum is 0, at the commit', async () => {
    const entry = `insert into ugc.ledger_entry (idempotency_key, kind, fingerprint) values ('bad', 'x', 'x') returning id`;
    await refused(entry, /0 postings/);
    await refused(
      `with e as (${entry}) insert into ugc.ledger_posting select e.id, a.id, 5, null
       from e, ugc.ledger_account a where a.code in ('system:held', 'system:spent')`,
      /the sum 10/,
    );
  });

  it('refuses a pair of postings that is added to an old entry', async () => {
    const { entryId } = await give(1);
    await refused(
      `insert into ugc.ledger_posting select ${entryId}, a.id,
         case a.code when 'system:held' then 5 else -5 end, null
       from ugc.ledger_account a where a.code in ('system:held', 'system:spent')`,
      /4 postings/,
    );
  });
});
