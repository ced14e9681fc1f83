import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openScriptedActions, type ScriptedActions } from '../../../test/support/scripted-actions.ts';
import { AppError } from '../../kernel/errors.ts';
import { listOperations } from '../credits/list-operations.ts';
import { quote } from '../credits/quote.ts';
import { verifyLedger } from '../credits/verify-ledger.ts';
import { retryProduction } from '../operators/jobs.ts';
import type { Person } from '../parts.ts';
import { readProfile } from '../people/read-profile.ts';
import { cancelProduction } from './cancel-production.ts';
import { confirmProduction } from './confirm-production.ts';
import { expireDrafts } from './expire-drafts.ts';
import { listHistory } from './list-history.ts';
import { listUnfinishedOf } from './list-unfinished.ts';
import { readStatus } from './read-status.ts';
import { videoLink } from './video-link.ts';
import { workOffNews } from './work-off-news.ts';

let actions: ScriptedActions;
let anna: Person;
let told: string[];
let unhold: () => void;
beforeAll(async () => {
  actions = await openScriptedActions();
  const options = { concurrency: 1, shutdown: new AbortController().signal };
  await workOffNews(actions.parts, options, async ({ personId, news, failure }) => {
    if (personId === anna.owner) told.push(failure ? `${news}: ${failure.reason}` : news);
  });
  await actions.work();
});
afterAll(async () => await actions.close());
beforeEach(async () => {
  anna = await actions.person();
  told = [];
  unhold = () => undefined;
  actions.reset();
});
afterEach(async () => {
  unhold();
  const isRunning = async () =>
    (await listUnfinishedOf(actions.parts, anna.owner)).some(({ state }) => state === 'running');
  while (await isRunning()) await delay(10);
  expect((await verifyLedger(actions.parts)).findings).toEqual([]);
});

const credits = async () => {
  const { balanceCredits, heldCredits } = await readProfile(actions.parts, anna.owner);
  return [balanceCredits, heldCredits];
};
const confirm = async (id: string, person = anna) => await confirmProduction(actions.parts, person, id);
const cancel = async (id: string) => await cancelProduction(actions.parts, id, anna);
const status = async (id: string, person = anna) => await readStatus(actions.parts, person.owner, id);
const history = async () => (await listHistory(actions.parts, anna.owner, 0)).items;

async function spoken(changes: Parameters<ScriptedActions['speak']>[1] = {}): Promise<string> {
  const id = await actions.speak(anna, changes);
  await actions.reach(id, 'awaiting_confirmation');
  return id;
}

async function untilTold(news: string): Promise<void> {
  while (!told.includes(news)) await delay(10);
}

function holdHead(): PromiseWithResolvers<void> {
  const held = Promise.withResolvers<void>();
  unhold = held.resolve;
  actions.behave(async (call) => {
    if (call === 'head') await held.promise;
  });
  return held;
}

describe('the life of a production', () => {
  it('pauses when it can be heard, holds the price when confirmed, and is charged when delivered', async () => {
    const id = await spoken();
    await untilTold('spoken');
    expect(await credits()).toEqual([3, 0]);
    expect(actions.calls).toMatchObject({ speech: 1, head: 0 });
    expect(await quote(actions.parts, anna.owner, id)).toEqual({ priceCredits: 1, balanceCredits: 3 });
    expect(await status(id)).toMatchObject({
      state: 'awaiting_confirmation',
      stage: undefined,
      fraction: 1,
      ahead: 0,
      speech: { durationSeconds: 1 },
      video: undefined,
    });
    const head = holdHead();
    expect(await confirm(id)).toEqual({ priceCredits: 1, repeated: false });
    expect(await credits()).toEqual([2, 1]);
    expect(await listUnfinishedOf(actions.parts, anna.owner)).toMatchObject([{ productionId: id }]);
    head.resolve();
    await untilTold('delivered');
    expect(told).toEqual(['spoken', 'delivered']);
    expect(await credits()).toEqual([2, 0]);
    expect(await status(id)).toMatchObject({
      state: 'delivered',
      priceCredits: 1,
      fraction: 1,
      video: { width: 1080, height: 1920, bytes: 6 },
    });
    const { items } = await listOperations(actions.parts, anna.owner, 0);
    expect(items.map(({ kind, amount, balanceAfter }) => [kind, amount, balanceAfter])).toEqual([
      ['captured', 0, 2],
      ['held', -1, 2],
      ['bonus', 3, 3],
    ]);
    expect((await videoLink(actions.parts, anna, id)).pathname).toContain('/files/');
  });

  it('that fails gives back what it held and tells why, and may be tried again for nothing', async () => {
    const id = await spoken();
    actions.behave((call) => {
      if (call === 'head') throw new AppError('provider-refused', 'No.', { details: { filter: 'faces' } });
    });
    await confirm(id);
    await untilTold('failed: provider-refused');
    expect(await credits()).toEqual([3, 0]);
    expect(await status(id)).toMatchObject({ state: 'failed', failure: { details: { filter: 'faces' } } });
    expect(await history()).toMatchObject([{ productionId: id, kind: 'voice-over', priceCredits: 0 }]);
    const { items } = await listOperations(actions.parts, anna.owner, 0);
    expect(items.map(({ kind, amount }) => `${kind} ${amount}`)).toEqual([
      'released 1',
      'held -1',
      'bonus 3',
    ]);
    actions.reset();
    await retryProduction(actions.parts, id);
    await untilTold('delivered');
    expect(await credits()).toEqual([3, 0]);
  });

  it('that is cancelled gives back what it held, once', async () => {
    const id = await spoken();
    holdHead();
    await confirm(id);
    expect(await cancel(id)).toEqual({ ended: true, releasedCredits: 1 });
    expect(await cancel(id)).toEqual({ ended: false, releasedCredits: 0 });
    await untilTold('cancelled');
    expect(await credits()).toEqual([3, 0]);
    await expect(confirm(id)).rejects.toMatchObject({ reason: 'conflict', details: { state: 'cancelled' } });
  });

  it('whose speech turns out too long ends before any head, and says what to cut', async () => {
    actions.speechSeconds = 34;
    const script = 'Hi there, this is how it sounds.';
    const id = await actions.speak(anna, { order: { script } });
    await untilTold('failed: speech-too-long');
    expect(actions.calls).toMatchObject({ speech: 1, head: 0 });
    const details = { seconds: 34, maxSeconds: 30, cutWords: 1, cutSeconds: 4 };
    expect((await status(id))?.failure).toMatchObject({ reason: 'speech-too-long', details });
    expect(await history()).toEqual([]);
  });

  it('is confirmed once, however often it is asked', async () => {
    const id = await spoken();
    holdHead();
    await confirm(id);
    expect(await confirm(id)).toEqual({ priceCredits: 1, repeated: true });
    expect(await credits()).toEqual([2, 1]);
  });

  it('costs nothing where all of it is in store already, and as much as ever where files are gone', async () => {
    const first = await spoken();
    await confirm(first);
    await actions.reach(first, 'delivered');
    const again = await spoken();
    expect(await confirm(again)).toEqual({ priceCredits: 0, repeated: false });
    await actions.reach(again, 'delivered');
    expect(await credits()).toEqual([2, 0]);
    expect(actions.calls).toMatchObject({ speech: 1, head: 1, montage: 1 });
    const third = await spoken();
    await actions.parts.files.remove((await status(first))?.video?.videoKey ?? '');
    expect(await quote(actions.parts, anna.owner, third)).toMatchObject({ priceCredits: 1 });
  });
});

describe('a confirmation', () => {
  it('is refused without credits, changes nothing, and may come again', async () => {
    const ids = [];
    for (let take = 0; take < 4; take += 1) {
      ids.push(await spoken({ order: { script: `Hi number ${take}.` } }));
    }
    holdHead();
    for (const id of ids.slice(0, 3)) await confirm(id);
    const last = ids[3] ?? '';
    await expect(confirm(last)).rejects.toMatchObject({
      reason: 'credits-missing',
      details: { needed: 1, balance: 0 },
    });
    expect(await status(last)).toMatchObject({ state: 'awaiting_confirmation', confirmedAt: undefined });
    await cancel(ids[0] ?? '');
    expect(await confirm(last)).toMatchObject({ repeated: false });
  });

  it('is refused over the limit of a day, whichever of two at once comes first', async () => {
    const parts = { ...actions.parts, limits: { ...actions.parts.limits, maxVideosPerDay: 1 } };
    const ids = [await spoken(), await spoken({ order: { script: 'Hello.' } })];
    holdHead();
    const fates = await Promise.allSettled(ids.map(async (id) => await confirmProduction(parts, anna, id)));
    expect(fates.map(({ status: fate }) => fate).sort()).toEqual(['fulfilled', 'rejected']);
    expect(fates.find((fate) => fate.status === 'rejected')?.reason).toMatchObject({
      reason: 'limit-reached',
      details: { limit: 1 },
    });
    expect(await credits()).toEqual([2, 1]);
  });

  it('of a draft that expired is refused; its voice-over stays in the history', async () => {
    const id = await spoken();
    expect(await expireDrafts(actions.parts, new Date(Date.now() - 60_000))).toBe(0);
    const { pool } = actions.parts.database;
    await pool.query(`update ugc.production set created_at = now() - interval '15 days' where id = $1`, [id]);
    expect(await expireDrafts(actions.parts, new Date(Date.now() - 14 * 24 * 3_600_000))).toBe(1);
    await expect(confirm(id)).rejects.toMatchObject({ reason: 'conflict', details: { state: 'expired' } });
    expect(await history()).toMatchObject([{ kind: 'voice-over', priceCredits: 0 }]);
  });
});

describe('another take', () => {
  it('takes the place of the one before, which stops and is told of no more', async () => {
    const held = Promise.withResolvers<void>();
    actions.behave(async (call, count, { signal }) => {
      if (call !== 'speech' || count > 1) return;
      held.resolve();
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      signal.throwIfAborted();
    });
    const first = await actions.speak(anna);
    await held.promise;
    const second = await spoken({ supersedes: first, order: { take: 1 } });
    const third = await spoken({ supersedes: second, order: { take: 2 } });
    expect((await status(first))?.state).toBe('cancelled');
    await expect(confirm(second)).rejects.toMatchObject({ reason: 'conflict' });
    expect((await history()).map(({ productionId }) => productionId)).toEqual([third]);
    await untilTold('spoken');
    expect(told).not.toContain('cancelled');
    holdHead();
    await confirm(third);
    await expect(actions.speak(anna, { supersedes: third })).rejects.toMatchObject({ reason: 'conflict' });
    expect(await status(third)).toMatchObject({ state: 'running' });
  });
});
