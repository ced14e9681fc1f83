import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openScriptedPipeline, type ScriptedPipeline } from '../../test/support/scripted-pipeline.ts';
import { findProduction } from '../store/productions.ts';
import { startWorker, type Worker } from './worker.ts';

let pipeline: ScriptedPipeline;
let workers: Worker[];
beforeEach(async () => {
  pipeline = await openScriptedPipeline();
  workers = [];
});
afterEach(async () => {
  for (const worker of workers) await worker.stop();
  await pipeline.close();
});

function start(): Worker {
  const worker = startWorker(pipeline.parts, { concurrency: 1, shutdown: new AbortController().signal });
  workers.push(worker);
  return worker;
}

async function delivered(id: string): Promise<void> {
  while ((await findProduction(pipeline.parts.database.db, id))?.state !== 'delivered') await delay(20);
}

async function lockHolders(): Promise<number> {
  const { rows } = await pipeline.parts.database.pool.query(
    `select count(*)::int as held from pg_stat_activity where application_name = 'ugc-lock' and datname = current_database()`,
  );
  return rows[0].held;
}

/** Holds the head of the first call until its signal fires; the next ones run through. */
function holdFirstHead(): Promise<void> {
  const held = Promise.withResolvers<void>();
  pipeline.behave(async (call, count, { signal }) => {
    if (call !== 'head' || count > 1) return;
    held.resolve();
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    signal.throwIfAborted();
  });
  return held.promise;
}

describe('a worker of an embedded database', () => {
  it('that loses its lock hands the step back, takes the lock again and goes on', async () => {
    const held = holdFirstHead();
    const id = await pipeline.order();
    start();
    await held;
    await pipeline.parts.database.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'ugc-lock' and datname = current_database()`,
    );
    await delivered(id);
    expect(pipeline.calls).toMatchObject({ speech: 1, head: 2, montage: 1 });
  });

  it('that stops hands its step and its lock to the next one', async () => {
    const held = holdFirstHead();
    const id = await pipeline.order();
    const first = start();
    await held;
    start();
    await first.stop();
    await delivered(id);
    expect(pipeline.calls).toMatchObject({ speech: 1, head: 2, montage: 1 });
    await workers[1]?.stop();
    while ((await lockHolders()) > 0) await delay(10);
  });

  it('is not kept from working by an order that it cannot read', async () => {
    const unreadable = await pipeline.order();
    await pipeline.parts.database.pool.query(`update ugc.production set "order" = '{}' where id = $1`, [
      unreadable,
    ]);
    const id = await pipeline.order();
    start();
    await delivered(id);
  });
});
