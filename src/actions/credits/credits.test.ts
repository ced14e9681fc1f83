import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openScriptedActions, type ScriptedActions } from '../../../test/support/scripted-actions.ts';
import { moveCredits, personAccount } from '../../store/ledger.ts';
import type { Person } from '../parts.ts';
import { confirmProduction } from '../productions/confirm-production.ts';
import { listOperations } from './list-operations.ts';
import { verifyLedger } from './verify-ledger.ts';

let actions: ScriptedActions;
let anna: Person;
beforeAll(async () => {
  actions = await openScriptedActions();
  await actions.work();
});
afterAll(async () => await actions.close());
beforeEach(async () => {
  anna = await actions.person();
});

const grant = async (index: number) =>
  await moveCredits(actions.parts.database.db, {
    idempotencyKey: `grant:${anna.owner}:${index}`,
    kind: 'granted',
    from: 'system:granted',
    to: personAccount(anna.owner),
    amount: 1,
    note: 'thanks',
  });

it('operations come five to a page, none twice and none left out', async () => {
  for (let index = 0; index < 9; index += 1) await grant(index);
  const pages = await Promise.all(
    [0, 1, 2, -1, Number.NaN].map(async (page) => await listOperations(actions.parts, anna.owner, page)),
  );
  expect(pages.map(({ items, hasNext }) => [items.length, hasNext])).toEqual([
    [5, true],
    [5, false],
    [0, false],
    [5, true],
    [5, true],
  ]);
  const balances = pages.slice(0, 2).flatMap(({ items }) => items.map(({ balanceAfter }) => balanceAfter));
  expect(pages[0]?.items[0]).toMatchObject({ kind: 'granted', amount: 1, note: 'thanks' });
  expect(balances).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3]);
});

describe('the check of the ledger', () => {
  /** Undone afterwards: what was planted for one check must not be found by the next. */
  async function planted(statements: readonly string[]): Promise<string[]> {
    const { db, pool } = actions.parts.database;
    const triggers = async (how: 'enable' | 'disable') => {
      for (const table of ['ledger_entry', 'ledger_posting', 'ledger_account']) {
        await pool.query(`alter table ugc.${table} ${how} trigger user`);
      }
    };
    await triggers('disable');
    try {
      let found: string[] = [];
      await db
        .transaction(async (transaction) => {
          for (const statement of statements) await transaction.execute(statement);
          const inside = { database: { ...actions.parts.database, db: transaction as unknown as typeof db } };
          found = (await verifyLedger(inside)).findings.map(({ problem }) => problem);
          throw new Error('undo');
        })
        .catch((error: Error) => {
          if (error.message !== 'undo') throw error;
        });
      return found;
    } finally {
      await triggers('enable');
    }
  }

  let delivered: string;
  beforeAll(async () => {
    anna = await actions.person();
    delivered = await actions.speak(anna);
    await actions.reach(delivered, 'awaiting_confirmation');
    await confirmProduction(actions.parts, anna, delivered);
    await actions.reach(delivered, 'delivered');
  });

  it('finds nothing wrong in what the program did, and adds it up', async () => {
    const { isSound, totals, findings } = await verifyLedger(actions.parts);
    expect({ isSound, findings }).toEqual({ isSound: true, findings: [] });
    const { givenCredits, balanceCredits, heldCredits, spentCredits } = totals;
    expect(givenCredits).toBe(balanceCredits + heldCredits + spentCredits);
    expect(totals).toMatchObject({ openHolds: 0 });
    expect(totals.capturedHolds).toBeGreaterThan(0);
  });

  const ofAnna = () => `(select id from ugc.ledger_account where code = 'person:${anna.owner}')`;
  const lastEntry = '(select max(id) from ugc.ledger_entry)';
  const entry = (key: string, kind: string, reference = '') =>
    `insert into ugc.ledger_entry (idempotency_key, kind, reference, fingerprint) values ('${key}', '${kind}', '${reference}', 'x')`;
  const pair = (from: string, to: string, amount: number) =>
    `insert into ugc.ledger_posting select ${lastEntry}, id, case code when '${from}' then -${amount} else ${amount} end,
       case kind when 'person' then balance end from ugc.ledger_account where code in ('${from}', '${to}')`;

  it.each<[string, () => string[]]>([
    [
      'balance is not the sum of its postings',
      () => [`update ugc.ledger_account set balance = balance + 1 where id = ${ofAnna()}`],
    ],
    [
      'balance is not what the last posting says',
      () => [`update ugc.ledger_posting set balance_after = 99 where account_id = ${ofAnna()}`],
    ],
    [
      'all postings together are not 0',
      () => [
        entry('x', 'granted'),
        `insert into ugc.ledger_posting values (${lastEntry}, ${ofAnna()}, 5, 2)`,
      ],
    ],
    ['entry has not two postings with the sum 0', () => [entry('x', 'granted')]],
    [
      'balance is below 0',
      () => [
        'alter table ugc.ledger_account drop constraint balance_not_negative',
        `update ugc.ledger_account set balance = -1 where id = ${ofAnna()}`,
      ],
    ],
    [
      'held credits are not the sum of the open holds',
      () => [entry('x', 'granted'), pair('system:granted', 'system:held', 1)],
    ],
    [
      'hold is open although its production ended',
      () => [`update ugc.credit_hold set state = 'held' where production_id = '${delivered}'`],
    ],
    [
      'hold is settled in another way than its production ended',
      () => [`update ugc.production set state = 'failed' where id = '${delivered}'`],
    ],
    [
      'hold and ledger differ',
      () => [`update ugc.credit_hold set amount = 2 where production_id = '${delivered}'`],
    ],
    [
      'credits moved for a production without a hold',
      () => [`delete from ugc.credit_hold where production_id = '${delivered}'`],
    ],
    [
      'production was charged or released more than once',
      () => [entry('x', 'captured', delivered), pair('system:held', 'system:spent', 1)],
    ],
    [
      'production was delivered in a chat and not paid',
      () => [`update ugc.production set price_credits = 2 where id = '${delivered}'`],
    ],
    [
      'production goes on in a chat and holds nothing',
      () => [`update ugc.production set state = 'running' where id = '${delivered}'`],
    ],
    [
      'sign-up bonus was given more than once',
      () => [entry('x', 'bonus'), pair('system:bonus', `person:${anna.owner}`, 3)],
    ],
    ['account belongs to nobody', () => [`delete from ugc.person where id = '${anna.owner}'`]],
    ['person has no account', () => [`update ugc.ledger_account set code = 'x' where id = ${ofAnna()}`]],
  ])('notices: %s', async (problem, statements) => {
    expect(await planted(statements())).toContain(problem);
  });
});
