import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createPaidAdapter,
  openPaidService,
  paidHead,
  type PaidService,
} from '../../../test/support/paid-service.ts';
import { openScriptedActions, type ScriptedActions } from '../../../test/support/scripted-actions.ts';
import { AppError } from '../../kernel/errors.ts';
import { workOffSteps } from '../../pipeline/register.ts';
import { findProduction } from '../../store/productions.ts';
import { readProfile } from '../people/read-profile.ts';
import type { ActionParts, Person } from '../parts.ts';
import { listWork, retryProduction } from '../operators/jobs.ts';
import { cancelProduction } from './cancel-production.ts';
import { chooseEngine } from './choose-engine.ts';
import { confirmProduction } from './confirm-production.ts';
import { expireEngineChoices } from './expire-drafts.ts';
import { listHistory } from './list-history.ts';
import { listUnfinishedOf } from './list-unfinished.ts';
import { orderSpeech } from './order-speech.ts';

let actions: ScriptedActions;
let service: PaidService;
let parts: ActionParts;
let anna: Person;
let stopping: AbortController;
beforeEach(async () => {
  [actions, service] = await Promise.all([openScriptedActions(), openPaidService()]);
  stopping = new AbortController();
  const head = paidHead({ address: service.server.address, pollAfterMs: () => service.pollAfterMs });
  const patience = { ...actions.parts.paid.patience, waitMs: 3_600_000 };
  parts = { ...actions.parts, head, paid: { ...actions.parts.paid, patience } };
  anna = await actions.person();
});
afterEach(async () => {
  stopping.abort();
  expect(await actions.ledgerFaults()).toEqual([]);
  await actions.close();
  service.server.close();
});

const work = async (by = parts) => await workOffSteps(by, { concurrency: 1, shutdown: stopping.signal });
const balance = async () => (await readProfile(parts, anna.owner)).balanceCredits;
const read = async (id: string) => await findProduction(parts.database.db, id);
const choose = async (id: string, choice: 'wait' | 'local', person = anna) =>
  await chooseEngine(parts, person, id, choice);
const news = async (id: string) => {
  const { rows } = await parts.database.pool.query(
    `select data->>'news' as news from ugc_queue.job where name = 'production-news' and data->>'productionId' = $1
     order by created_on`,
    [id],
  );
  return rows.map((row: { news: string }) => row.news);
};

/** A video on its way to a head by the service. */
async function confirmed(): Promise<string> {
  await work();
  const id = await actions.speak(anna);
  await actions.reach(id, 'awaiting_confirmation');
  await confirmProduction(parts, anna, id);
  return id;
}

/** A video whose head the service could not make. */
async function stuck(): Promise<string> {
  service.faults = ['down'];
  const id = await confirmed();
  await actions.reach(id, 'awaiting_engine');
  return id;
}

describe('a video whose service failed for good', () => {
  it('waits for its owner with what it holds and why, and everybody sees it so', async () => {
    const id = await stuck();
    expect(await read(id)).toMatchObject({
      state: 'awaiting_engine',
      priceCredits: 1,
      error: { reason: 'provider-unavailable', details: { service: 'paid', problem: 'down', stage: 'head' } },
    });
    expect(await balance()).toBe(2);
    expect(await news(id)).toEqual(['spoken', 'stuck']);
    expect(await listUnfinishedOf(parts, anna.owner)).toMatchObject([
      { productionId: id, state: 'awaiting_engine' },
    ]);
    expect((await listHistory(parts, anna.owner, 0)).items).toEqual([]);
    const { counts, items } = await listWork(parts, 'work', 0, new Date());
    expect(counts).toMatchObject({ running: 0, waiting: 0, stuck: 1, failed: 0 });
    expect(items).toMatchObject([
      { productionId: id, state: 'stuck', stage: 'head', errorReason: 'provider-unavailable' },
    ]);
    expect(await confirmProduction(parts, anna, id)).toMatchObject({ repeated: true });
    const instead = { draftId: id, channel: 'telegram', supersedes: id } as const;
    const order = { ...(await read(id))?.order, take: 1 } as Parameters<typeof orderSpeech>[2]['order'];
    await expect(
      orderSpeech(parts, anna, { ...instead, productionId: crypto.randomUUID(), order }),
    ).rejects.toMatchObject({ reason: 'conflict' });
  });

  it('is made here for nothing where its owner says so, once however often they press', async () => {
    const id = await stuck();
    const pressed = await Promise.all([choose(id, 'local'), choose(id, 'local'), choose(id, 'local')]);
    expect(pressed.map(({ releasedCredits }) => releasedCredits).sort()).toEqual([0, 0, 1]);
    await actions.reach(id, 'delivered');
    expect(await balance()).toBe(3);
    const found = await read(id);
    expect(found).toMatchObject({ priceCredits: 0, error: undefined, order: { engines: { head: 'local' } } });
    expect(service.jobs).toEqual([]);
    const { rows } = await parts.database.pool.query(
      `select adapter from ugc.stored_result where kind = 'head'`,
    );
    expect(rows).toEqual([{ adapter: 'scripted' }]);
    expect(await choose(id, 'local')).toEqual({ releasedCredits: 0, repeated: true });
  });

  it('goes on by the service where its owner waits, at its price', async () => {
    const id = await stuck();
    service.faults = ['down', 'down', 'down', 'none'];
    await choose(id, 'wait');
    await actions.reach(id, 'delivered');
    expect(service.jobs).toHaveLength(1);
    expect([await balance(), (await read(id))?.priceCredits]).toEqual([2, 1]);
  });

  it('asks again when waiting was in vain', async () => {
    const id = await stuck();
    parts = { ...parts, paid: { ...parts.paid, patience: { ...parts.paid.patience, waitMs: 0 } } };
    await choose(id, 'wait');
    while ((await news(id)).length < 3) await delay(10);
    expect(await news(id)).toEqual(['spoken', 'stuck', 'stuck']);
    await actions.reach(id, 'awaiting_engine');
    expect(await balance()).toBe(2);
  });

  it('is stopped and gives back what it held', async () => {
    const id = await stuck();
    expect(await cancelProduction(parts, id, anna)).toEqual({ ended: true, releasedCredits: 1 });
    expect(await balance()).toBe(3);
    await expect(choose(id, 'wait')).rejects.toMatchObject({ reason: 'conflict' });
  });

  it('is another’s business only, and an operator may try it again', async () => {
    const id = await stuck();
    await expect(choose(id, 'local', await actions.person())).rejects.toMatchObject({ reason: 'not-found' });
    service.faults = ['none'];
    await retryProduction(parts, id);
    await actions.reach(id, 'delivered');
    expect([await balance(), service.jobs.length]).toEqual([2, 1]);
  });

  it('is ended when nobody chooses, and its owner is told and has their credit back', async () => {
    const id = await stuck();
    expect(await expireEngineChoices(parts, new Date(Date.now() - 60_000))).toBe(0);
    expect(await expireEngineChoices(parts, new Date())).toBe(1);
    expect(await read(id)).toMatchObject({ state: 'failed', error: { reason: 'provider-unavailable' } });
    expect([await balance(), (await news(id)).at(-1)]).toEqual([3, 'failed']);
  });

  it('is not paid for again when an operator has it tried anew that failed over our own disk', async () => {
    let isFull = true;
    const { address } = service.server;
    const full = createPaidAdapter({ address }, async ({ workFolder }) => {
      if (isFull) throw new AppError('disk-full', 'The disk is full.');
      const videoPath = join(workFolder, 'head.mp4');
      await writeFile(videoPath, 'paid head');
      return { videoPath, durationSeconds: 1, cost: { estimatedUsd: 1 }, warnings: [] };
    });
    parts = { ...parts, head: full };
    const id = await confirmed();
    await actions.reach(id, 'failed');
    expect(await balance()).toBe(3);
    isFull = false;
    await retryProduction(parts, id);
    await actions.reach(id, 'delivered');
    expect([service.jobs.length, service.cancelled]).toEqual([1, []]);
    const { rows } = await parts.database.pool.query('select state from ugc.provider_call');
    expect(rows).toEqual([{ state: 'done' }]);
  });

  it('fails as before where the service refuses to do it', async () => {
    service.faults = ['refused'];
    const id = await confirmed();
    await actions.reach(id, 'failed');
    expect(await balance()).toBe(3);
  });
});

describe('what a service has under way', () => {
  it('is asked for again where its owner waits, never ordered twice', async () => {
    service.state = 'unavailable';
    const id = await confirmed();
    await actions.reach(id, 'awaiting_engine');
    service.state = 'done';
    await choose(id, 'wait');
    await actions.reach(id, 'delivered');
    expect(service.jobs).toHaveLength(1);
  });

  it('is stopped where its owner takes the engine here', async () => {
    service.state = 'unavailable';
    const id = await confirmed();
    await actions.reach(id, 'awaiting_engine');
    await choose(id, 'local');
    await actions.reach(id, 'delivered');
    while (service.cancelled.length === 0) await delay(10);
    expect(service.cancelled).toEqual([service.jobs[0]?.id]);
    expect(await balance()).toBe(3);
  });

  it('is ordered again by its owner’s wish alone, where it came to nothing', async () => {
    service.state = 'failed';
    const id = await confirmed();
    await actions.reach(id, 'awaiting_engine');
    expect(service.jobs).toHaveLength(1);
    service.state = 'done';
    await choose(id, 'wait');
    await actions.reach(id, 'delivered');
    expect(service.jobs.map(({ tag }) => tag)).toEqual([`head:${id}:0`, `head:${id}:1`]);
  });
});

describe('a service that was paid three times in vain', () => {
  it('is not paid a fourth time by its owner’s wish: the built-in engine and a stop are left', async () => {
    service.state = 'unreadable';
    const id = await confirmed();
    for (const tries of [1, 2, 3]) {
      await actions.reach(id, 'awaiting_engine');
      expect((await read(id))?.error?.details).toMatchObject({ paidTries: tries });
      if (tries < 3) await choose(id, 'wait');
    }
    await expect(choose(id, 'wait')).rejects.toMatchObject({
      reason: 'conflict',
      details: { problem: 'no-tries-left' },
    });
    expect([(await read(id))?.state, service.jobs.length]).toEqual(['awaiting_engine', 3]);
    await choose(id, 'local');
    await actions.reach(id, 'delivered');
    expect([await balance(), service.jobs.length]).toEqual([3, 3]);
  });

  it('may be waited for as often as one likes while it takes nothing', async () => {
    const id = await stuck();
    parts = { ...parts, paid: { ...parts.paid, patience: { ...parts.paid.patience, waitMs: 0 } } };
    for (const times of [2, 3, 4, 5]) {
      await choose(id, 'wait');
      while ((await news(id)).filter((word) => word === 'stuck').length < times) await delay(10);
      await actions.reach(id, 'awaiting_engine');
    }
    expect((await read(id))?.error?.details).not.toHaveProperty('paidTries');
  });
});

describe('a speech whose service failed', () => {
  it('is spoken here by a voice of the same gender, and the head keeps its price', async () => {
    const down = async (): Promise<never> => {
      throw new AppError('provider-unavailable', 'It is down.', { details: { problem: 'key' } });
    };
    const cloud = { name: 'paid-voices', version: '1', kind: 'cloud' } as const;
    const local = actions.parts.local.speech;
    const voice = {
      language: 'en',
      ageGroup: 'adult',
      engine: 'flite',
      description: { en: '', ru: '' },
    } as const;
    const voices = async () => [
      { ...voice, id: 'james', gender: 'male', name: { en: 'James', ru: 'Джеймс' } } as const,
      { ...voice, id: 'ann', gender: 'female', name: { en: 'Ann', ru: 'Анна' } } as const,
    ];
    parts = {
      ...parts,
      speech: { ...parts.speech, adapter: cloud, synthesise: down },
      local: { ...parts.local, speech: { ...local, voices } },
    };
    await work();
    const id = await actions.speak(anna, {}, parts);
    await actions.reach(id, 'awaiting_engine');
    expect(await choose(id, 'local')).toEqual({ releasedCredits: 0, repeated: false });
    await actions.reach(id, 'awaiting_confirmation');
    expect((await read(id))?.order).toMatchObject({ engines: { speech: 'local' }, voiceId: 'ann' });
    expect(await confirmProduction(parts, anna, id)).toMatchObject({ priceCredits: 1 });
    await actions.reach(id, 'delivered');
    expect([await balance(), service.jobs.length]).toEqual([2, 1]);
  });
});
