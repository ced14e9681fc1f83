import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { openScriptedActions, type ScriptedActions } from '../../../test/support/scripted-actions.ts';
import { verifyLedger } from '../credits/verify-ledger.ts';
import type { Person } from '../parts.ts';
import { readProfile } from '../people/read-profile.ts';
import { cancelProduction } from './cancel-production.ts';
import { confirmProduction } from './confirm-production.ts';
import { deleteProduction } from './delete-production.ts';
import { expireDrafts } from './expire-drafts.ts';
import { readStatus } from './read-status.ts';

let actions: ScriptedActions;
let anna: Person;
beforeAll(async () => {
  actions = await openScriptedActions({ signupBonusCredits: 100, maxVideosPerDay: 1000 });
  await actions.work();
});
afterAll(async () => {
  expect((await verifyLedger(actions.parts)).findings).toEqual([]);
  await actions.close();
});
beforeEach(async () => {
  anna = await actions.person();
  actions.reset();
});

const rounds = 10;
const confirm = async (id: string) => await confirmProduction(actions.parts, anna, id);
const cancel = async (id: string) => await cancelProduction(actions.parts, id, anna);
const stateOf = async (id: string) => (await readStatus(actions.parts, anna.owner, id))?.state;
const credits = async () => {
  const { balanceCredits, heldCredits } = await readProfile(actions.parts, anna.owner);
  return { balanceCredits, heldCredits };
};

let spokenSoFar = 0;
async function spoken(): Promise<string> {
  // Another text each time, or it would be in store and cost nothing.
  const id = await actions.speak(anna, { order: { script: `Hi number ${++spokenSoFar}.` } });
  await actions.reach(id, 'awaiting_confirmation');
  return id;
}

it('a confirmation and a cancelling at once leave nothing held, whichever comes first', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const id = await spoken();
    const first = round % 2 === 0 ? confirm : cancel;
    const second = round % 2 === 0 ? cancel : confirm;
    // A video that is delivered before anybody cancels it is another matter.
    const answered = Promise.withResolvers<void>();
    actions.behave(async (call) => {
      if (call === 'head') await answered.promise;
    });
    const [one, other] = await Promise.allSettled([first(id), second(id)]);
    answered.resolve();
    const confirmed = round % 2 === 0 ? one : other;
    if (confirmed.status === 'rejected') {
      expect(confirmed.reason).toMatchObject({ reason: 'conflict' });
    }
    expect(await stateOf(id)).toBe('cancelled');
    expect(await credits()).toEqual({ balanceCredits: 100, heldCredits: 0 });
  }
});

it('ten confirmations at once hold the price once', async () => {
  const id = await spoken();
  const answers = await Promise.all(Array.from({ length: 10 }, async () => await confirm(id)));
  expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
  await actions.reach(id, 'delivered');
  expect(await credits()).toEqual({ balanceCredits: 99, heldCredits: 0 });
  expect(actions.calls).toMatchObject({ head: 1, montage: 1 });
});

it('a video that is cancelled while its last step ends is either charged or given back', async () => {
  let charged = 0;
  for (let round = 0; round < rounds; round += 1) {
    const id = await spoken();
    const cancelled = Promise.withResolvers<unknown>();
    actions.behave((call) => {
      // Beside the work, so that the cancelling meets the record of its outcome now earlier, now later.
      if (call === 'montage') setTimeout(() => cancelled.resolve(cancel(id)), round % 10);
    });
    await confirm(id);
    await cancelled.promise;
    const state = await stateOf(id);
    expect(['delivered', 'cancelled']).toContain(state);
    if (state === 'delivered') charged += 1;
  }
  expect(await credits()).toEqual({ balanceCredits: 100 - charged, heldCredits: 0 });
});

it('a confirmation, a deletion, another take and an expiry at once leave one of them done', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const id = await spoken();
    const fates = await Promise.allSettled([
      confirm(id),
      round % 2 ? deleteProduction(actions.parts, anna, id) : cancel(id),
      actions.speak(anna, { supersedes: id, order: { script: `Again ${round}.` } }),
      expireDrafts(actions.parts, new Date(Date.now() + 60_000)),
    ]);
    for (const fate of fates) {
      // A deadlock would be no refusal of ours.
      if (fate.status === 'rejected') expect(fate.reason.reason).toMatch(/^(conflict|not-found)$/);
    }
  }
  const settled = async () => (await credits()).heldCredits === 0;
  while (!(await settled())) await delay(10);
  expect((await verifyLedger(actions.parts)).findings).toEqual([]);
});
