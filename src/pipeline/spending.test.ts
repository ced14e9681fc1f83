import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openScriptedPipeline, type ScriptedPipeline } from '../../test/support/scripted-pipeline.ts';
import { claimStep, findStep, lockClaim } from '../store/steps.ts';
import { openSpending, type PaidTask } from './spending.ts';

let pipeline: ScriptedPipeline;
beforeAll(async () => {
  pipeline = await openScriptedPipeline();
});
afterAll(async () => await pipeline.close());
beforeEach(async () => {
  await pipeline.parts.database.pool.query('delete from ugc.provider_call');
});

const call = { provider: 'paid', estimatedUsd: 1 };

function spending(changes: Partial<PaidTask> = {}, dailyBudgetUsd = 50) {
  const { parts } = pipeline;
  const task = {
    tag: `edit:${randomUUID()}`,
    owner: 'anna',
    capability: 'picture-edit',
    adapter: 'paid',
  } as const;
  const paid = { ...parts.paid, dailyBudgetUsd };
  return openSpending({ ...parts, paid }, { ...task, isOurs: async () => true, ...changes });
}

const reasonOf = async (sending: Promise<void>) =>
  await sending.then(
    () => 'sent',
    (error: { reason: string }) => error.reason,
  );

describe('a paid request', () => {
  it('of twenty at once leaves only while the day’s budget lasts', async () => {
    const all = await Promise.all(
      Array.from({ length: 20 }, async () => await reasonOf(spending({}, 3.5).sending(call))),
    );
    expect(all.filter((one) => one === 'sent')).toHaveLength(3);
    expect(all.filter((one) => one === 'budget-spent')).toHaveLength(17);
  });

  it('of yesterday, and one that was not taken, are no burden to today’s budget', async () => {
    const refused = spending();
    await refused.sending(call);
    await refused.notTaken();
    await spending().sending(call);
    await pipeline.parts.database.pool.query(
      `update ugc.provider_call set created_at = date_trunc('day', now() at time zone 'utc') at time zone 'utc' - interval '1 second'
       where state = 'sending'`,
    );
    expect(await reasonOf(spending({}, 1).sending(call))).toBe('sent');
    expect(await reasonOf(spending({}, 1).sending(call))).toBe('budget-spent');
  });

  it('leaves again under the same mark only where it surely was not taken', async () => {
    const one = spending();
    await one.sending(call);
    expect(await reasonOf(one.sending(call))).toBe('provider-unconfirmed');
    await one.unknown();
    expect(await reasonOf(one.sending(call))).toBe('provider-unconfirmed');
    await one.notTaken();
    expect(await reasonOf(one.sending(call))).toBe('sent');
    await one.submitted('r-1');
    await one.notTaken();
    expect(await reasonOf(one.sending(call))).toBe('provider-unconfirmed');
  });

  it('of a worker that lost its step does not leave', async () => {
    const { db } = pipeline.parts.database;
    const productionId = await pipeline.order();
    const ticket = { productionId, kind: 'portrait', attempt: 0 } as const;
    const claimed = await claimStep(db, { ...ticket, token: randomUUID() });
    if (!claimed) throw new Error('nothing was claimed');
    const isOurs: PaidTask['isOurs'] = async (transaction) => await lockClaim(transaction, claimed);
    expect(await reasonOf(spending({ isOurs }).sending(call))).toBe('sent');
    const now = await findStep(db, productionId, 'portrait');
    await claimStep(db, { ...ticket, attempt: now?.attempt ?? 0, token: randomUUID() });
    expect(await reasonOf(spending({ isOurs }).sending(call))).toBe('cancelled');
  });
});
