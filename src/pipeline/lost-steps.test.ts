import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openScriptedActions, type ScriptedActions } from '../../test/support/scripted-actions.ts';
import { takeUpLostSteps } from './lost-steps.ts';
import { stopWorkingOffSteps, workOffSteps } from './register.ts';

let actions: ScriptedActions;
let id: string;
beforeEach(async () => {
  actions = await openScriptedActions();
  const anna = await actions.person();
  await actions.work();
  id = await actions.speak(anna);
  await actions.reach(id, 'awaiting_confirmation');
  await stopWorkingOffSteps(actions.parts);
  await actions.confirm(anna, id);
});
afterEach(async () => {
  expect(await actions.ledgerFaults()).toEqual([]);
  await actions.close();
});

const query = async (text: string) => await actions.parts.database.pool.query(text);
const aged = async (time: string) => {
  await query(
    `update ugc.production set created_at = now() - interval '1 day', confirmed_at = now() - interval '${time}'`,
  );
};

describe('a job that was tried as often as it may be', () => {
  it('ends its production, gives back what it held and tells why', async () => {
    await query(`update ugc_queue.job set retry_limit = 0 where name = 'ad-step' and state = 'created'`);
    const parts = {
      ...actions.parts,
      stopAt: (point: string) => {
        if (point === 'head:claimed') throw new Error('the worker dies here');
      },
    };
    await workOffSteps(parts, { concurrency: 1, shutdown: new AbortController().signal });
    await actions.reach(id, 'failed');
    expect(await actions.failure(id)).toMatchObject({ reason: 'internal', details: { stage: 'head' } });
  });

  it('ends nothing where another job has the step by now', async () => {
    await query(`update ugc_queue.job set retry_limit = 0 where name = 'ad-step' and state = 'created'`);
    const parts = {
      ...actions.parts,
      stopAt: (point: string) => {
        if (point === 'head:claimed') throw new Error('the worker dies here');
      },
    };
    await query(`update ugc.step set attempt = attempt + 5 where kind = 'head'`);
    await workOffSteps(parts, { concurrency: 1, shutdown: new AbortController().signal });
    const jobs = async () =>
      (await query(`select state from ugc_queue.job where name = 'ad-step' and state <> 'completed'`))
        .rowCount;
    while ((await jobs()) !== 0) await delay(10);
    await actions.reach(id, 'running');
  });
});

describe('the sweep', () => {
  it('takes up a step whose job is gone, once, and the video is finished', async () => {
    await query('delete from ugc_queue.job');
    await aged('59 minutes');
    expect(await takeUpLostSteps(actions.parts)).toBe(0);
    await aged('61 minutes');
    expect(await takeUpLostSteps(actions.parts)).toBe(1);
    expect(await takeUpLostSteps(actions.parts)).toBe(0);
    await actions.work();
    await actions.reach(id, 'delivered');
    expect(actions.calls).toMatchObject({ speech: 1, head: 1, montage: 1 });
  });

  it('takes over a step that nobody can be working on any more, and leaves one under way alone', async () => {
    await query('delete from ugc_queue.job');
    await aged('1 day');
    await query(`update ugc.step set state = 'running', attempt = 1, started_at = now() where kind = 'head'`);
    expect(await takeUpLostSteps(actions.parts)).toBe(0);
    await query(`update ugc.step set started_at = now() - interval '121 minutes' where kind = 'head'`);
    expect(await takeUpLostSteps(actions.parts)).toBe(1);
    await actions.work();
    await actions.reach(id, 'delivered');
  });

  it('does no harm to a step that only waits for its turn: it is made once', async () => {
    await aged('2 hours');
    expect(await takeUpLostSteps(actions.parts)).toBe(1);
    await actions.work();
    await actions.reach(id, 'delivered');
    const jobs = async () =>
      (await query(`select state from ugc_queue.job where name = 'ad-step' and state <> 'completed'`))
        .rowCount;
    while ((await jobs()) !== 0) await delay(10);
    expect(actions.calls).toMatchObject({ head: 1, montage: 1 });
  });
});
