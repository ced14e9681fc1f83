import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openScriptedPipeline, type ScriptedPipeline } from '../../test/support/scripted-pipeline.ts';
import { AppError } from '../kernel/errors.ts';
import { findProduction, type Production } from '../store/productions.ts';
import { endProduction } from '../store/production-states.ts';
import { fenceOffStep, listSteps } from '../store/steps.ts';
import { recoverProductions, workOffSteps } from './register.ts';
import { readResults } from './results.ts';

let pipeline: ScriptedPipeline;
let stopping: AbortController;
beforeEach(async () => {
  pipeline = await openScriptedPipeline();
  stopping = new AbortController();
});
afterEach(async () => {
  stopping.abort();
  await pipeline.close();
});

const work = async () => await workOffSteps(pipeline.parts, { concurrency: 1, shutdown: stopping.signal });

/** Looks at the row until the production has ended. */
async function ended(id: string): Promise<Production> {
  for (;;) {
    const production = await findProduction(pipeline.parts.database.db, id);
    if (production && production.state !== 'running') return production;
    await delay(20);
  }
}

const circleOrder = {
  format: 'character_with_background',
  composition: {
    template: 'circle',
    background: {
      key: 'uploads/none/background.mp4',
      sha256: 'b',
      probe: {
        container: 'mp4',
        durationSeconds: 2,
        size: { width: 10, height: 10 },
        rotation: 0,
        videoCodec: 'avc',
        framesPerSecond: 30,
        highDynamicRange: false,
        hasAudio: false,
      },
    },
  },
} as const;

describe('a production', () => {
  it('runs its steps in order and leaves their results, costs and nothing in the scratch folder', async () => {
    const id = await pipeline.order();
    await work();
    const production = await ended(id);
    expect(production.state).toBe('delivered');
    const results = await readResults(pipeline.parts.database, production);
    expect(results.steps.map(({ kind, state, reused }) => [kind, state, reused])).toEqual([
      ['portrait', 'done', false],
      ['speech', 'done', false],
      ['head', 'done', false],
      ['montage', 'done', false],
    ]);
    expect(results.steps.map(({ estimatedCostUsd }) => estimatedCostUsd)).toEqual([0, 0.25, 0.25, 0.25]);
    expect(results.of('head').warnings).toEqual(['head warning']);
    expect(await readdir(pipeline.parts.scratchFolder)).toEqual([]);
  });

  it('calls nobody when the same order was made before, and only the montage for other subtitles', async () => {
    await work();
    await ended(await pipeline.order());
    const again = await ended(await pipeline.order());
    expect(pipeline.calls).toMatchObject({ speech: 1, head: 1, montage: 1 });
    const { steps } = await readResults(pipeline.parts.database, again);
    expect(steps.every(({ reused, estimatedCostUsd }) => reused && estimatedCostUsd === 0)).toBe(true);
    await ended(await pipeline.order({ subtitles: { kind: 'auto', theme: 'light', position: 'bottom' } }));
    expect(pipeline.calls).toMatchObject({ speech: 1, head: 1, montage: 2 });
  });

  it('makes a result anew when its files are gone', async () => {
    await work();
    await ended(await pipeline.order());
    await rm(join(pipeline.folder, 'files', 'results', 'head'), { recursive: true });
    expect((await ended(await pipeline.order())).state).toBe('delivered');
    expect(pipeline.calls).toMatchObject({ speech: 1, head: 2 });
  });

  it('makes a result anew that another version stored in a way of its own', async () => {
    await work();
    await ended(await pipeline.order());
    await pipeline.parts.database.pool.query(
      `update ugc.stored_result set value = value - 'value' where kind = 'head'`,
    );
    expect((await ended(await pipeline.order())).state).toBe('delivered');
    expect((await ended(await pipeline.order())).state).toBe('delivered');
    expect(pipeline.calls).toMatchObject({ speech: 1, head: 2 });
  });

  it('makes another take with the other voice or number', async () => {
    await work();
    for (const changes of [{}, { take: 1 }, { voiceId: 'james' }]) await ended(await pipeline.order(changes));
    expect(pipeline.calls).toMatchObject({ speech: 3, head: 3 });
  });
});

describe('a step that fails', () => {
  it('is tried again where that may help, and the production goes on', async () => {
    pipeline.behave((call, count) => {
      if (call === 'speech' && count === 1) {
        throw new AppError('provider-unavailable', 'Busy.', { retryable: true });
      }
    });
    const id = await pipeline.order();
    await work();
    expect((await ended(id)).state).toBe('delivered');
    expect(pipeline.calls.speech).toBe(2);
  });

  it('is tried again where the database was away for a moment', async () => {
    const { pool } = pipeline.parts.database;
    pipeline.behave(async (call, count) => {
      if (call === 'speech' && count === 1) await pool.query('select pg_terminate_backend(pg_backend_pid())');
    });
    const id = await pipeline.order();
    await work();
    expect((await ended(id)).state).toBe('delivered');
    expect(pipeline.calls.speech).toBe(2);
  });

  it('ends the production with its reason and sentence where trying again would not help', async () => {
    pipeline.behave((call) => {
      if (call === 'head') throw new AppError('provider-refused', 'A filter refused the picture.');
    });
    const id = await pipeline.order();
    await work();
    const production = await ended(id);
    expect(production.state).toBe('failed');
    expect(production.error).toEqual({
      reason: 'provider-refused',
      message: 'A filter refused the picture.',
      details: { stage: 'head' },
    });
    expect(pipeline.calls).toMatchObject({ speech: 1, head: 1, montage: 0 });
    expect(await readdir(pipeline.parts.scratchFolder)).toEqual([]);
  });

  it('is given up after three failures that might have passed', async () => {
    pipeline.behave((call) => {
      if (call === 'speech') throw new AppError('timed-out', 'Too slow.', { retryable: true });
    });
    const id = await pipeline.order();
    await work();
    expect((await ended(id)).error?.reason).toBe('timed-out');
    expect(pipeline.calls.speech).toBe(3);
  });
});

describe('a claim', () => {
  it('that was lost stops the work and records nothing', async () => {
    const stopped = Promise.withResolvers<void>();
    const started = Promise.withResolvers<void>();
    pipeline.behave(async (call, count, { signal }) => {
      if (call !== 'head' || count > 1) return;
      started.resolve();
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      stopped.resolve();
      throw new AppError('cancelled', 'Stopped.');
    });
    const id = await pipeline.order();
    await work();
    await started.promise;
    const { db } = pipeline.parts.database;
    expect(await endProduction(db, id, 'cancelled')).toBeDefined();
    await fenceOffStep(db, id, 'head');
    await stopped.promise;
    const steps = await listSteps(db, id);
    expect(steps.find(({ kind }) => kind === 'head')).toMatchObject({ state: 'waiting', failures: 0 });
    expect((await findProduction(db, id))?.state).toBe('cancelled');
  });

  it('of an older attempt cannot record over a newer one', async () => {
    const { db } = pipeline.parts.database;
    let id = '';
    pipeline.behave(async (call, count) => {
      if (call === 'speech' && count === 1) await fenceOffStep(db, id, 'speech');
    });
    id = await pipeline.order();
    await work();
    await pipelineCalled('speech', 1);
    await recoverProductions(pipeline.parts);
    expect((await ended(id)).state).toBe('delivered');
    const speech = (await listSteps(db, id)).find(({ kind }) => kind === 'speech');
    expect(speech?.attempt).toBeGreaterThan(2);
    expect(pipeline.calls.montage).toBe(1);
  });
});

async function pipelineCalled(call: keyof ScriptedPipeline['calls'], times: number): Promise<void> {
  while (pipeline.calls[call] < times) await delay(10);
}

describe('the record of a step', () => {
  it('is written whole or not at all: where the next job cannot be enqueued, the step is not done', async () => {
    const { queue, database } = pipeline.parts;
    let id = '';
    let refusals = 0;
    const enqueue: typeof queue.enqueue = async (transaction, name, data, options) => {
      const speechIsDone = (await listSteps(transaction, id)).some(
        ({ kind, state }) => kind === 'speech' && state === 'done',
      );
      if (speechIsDone && refusals++ === 0) throw new AppError('timed-out', 'No.', { retryable: true });
      return await queue.enqueue(transaction, name, data, options);
    };
    id = await pipeline.order();
    const parts = { ...pipeline.parts, queue: { ...queue, enqueue } };
    await workOffSteps(parts, { concurrency: 1, shutdown: stopping.signal });
    expect((await ended(id)).state).toBe('delivered');
    expect(refusals).toBeGreaterThan(1);
    expect(pipeline.calls).toMatchObject({ speech: 2, head: 1 });
    const { rows } = await database.pool.query(
      `select failures from ugc.step where production_id = $1 and kind = 'speech'`,
      [id],
    );
    expect(rows).toEqual([{ failures: 1 }]);
  });
});

describe('recovery', () => {
  it('puts the current step of what a dead process left into the queue again', async () => {
    const id = await pipeline.order();
    await pipeline.parts.database.pool.query('delete from ugc_queue.job');
    expect(await recoverProductions(pipeline.parts)).toBe(1);
    await work();
    expect((await ended(id)).state).toBe('delivered');
    expect(pipeline.calls).toMatchObject({ speech: 1, head: 1, montage: 1 });
  });
});

describe('slow work', () => {
  it('is asked for by its saved operation, never started twice, also by another process', async () => {
    pipeline.pendingHeads = 1_000_000;
    const id = await pipeline.order();
    await work();
    const { db } = pipeline.parts.database;
    const head = async () => (await listSteps(db, id)).find(({ kind }) => kind === 'head');
    while ((await head())?.operation === undefined) await delay(10);
    expect(await head()).toMatchObject({ operation: { pending: { operation: { request: 'r-1' } } } });
    await recoverProductions(pipeline.parts);
    pipeline.pendingHeads = 0;
    expect((await ended(id)).state).toBe('delivered');
    expect(pipeline.calls.head).toBe(1);
    expect(pipeline.calls['head-status']).toBeGreaterThan(0);
  });
});

describe('an overlay', () => {
  it('expires, and is then made again without a new head', async () => {
    await pipeline.parts.files.store(circleOrder.composition.background.key, {
      path: new URL(import.meta.url).pathname,
      mime: 'video/mp4',
    });
    await work();
    await ended(await pipeline.order(circleOrder));
    await ended(await pipeline.order(circleOrder));
    expect(pipeline.calls).toMatchObject({ head: 1, overlay: 1 });
    await pipeline.parts.database.pool.query(
      `update ugc.stored_result set expires_at = now() - interval '1 second' where kind = 'overlay'`,
    );
    await ended(await pipeline.order(circleOrder));
    expect(pipeline.calls).toMatchObject({ head: 1, overlay: 2 });
  });
});
