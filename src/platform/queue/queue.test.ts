import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../database/test-database.ts';
import { silentLog } from '../log/log.ts';
import { type JobData, openQueue, type Queue } from './queue.ts';

let database: TestDatabase;
let queue: Queue;
beforeAll(async () => {
  database = await createTestDatabase({ migrationsFolder: null });
  queue = await openQueue(database, silentLog);
  await database.pool.query('create table note (text text)');
});
afterAll(async () => {
  await queue.stop({ graceful: true, timeoutMs: 5000 });
  await database.drop();
});

/** What a worker was given, in order, and a wait for the next. */
function recorder() {
  const received: JobData[] = [];
  let wake = () => {};
  return {
    received,
    take: async (data: JobData) => {
      received.push(data);
      wake();
    },
    async until(count: number) {
      while (received.length < count) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}

test('a job of a transaction that rolls back never runs, one that commits runs once', async () => {
  await queue.createQueue('transactional');
  const seen = recorder();
  await queue.work('transactional', { concurrency: 2 }, seen.take);
  const rolledBack = database.db.transaction(async (tx) => {
    await tx.execute(sql`insert into note values ('rolled back')`);
    await queue.enqueue(tx, 'transactional', { order: 'rolled back' });
    throw new Error('no');
  });
  await expect(rolledBack).rejects.toThrow('no');
  await database.db.transaction(async (tx) => {
    await tx.execute(sql`insert into note values ('committed')`);
    await queue.enqueue(tx, 'transactional', { order: 'committed' });
  });
  await queue.enqueue(database.db, 'transactional', { order: 'last' });
  await seen.until(2);
  expect(seen.received).toEqual([{ order: 'committed' }, { order: 'last' }]);
  const { rows } = await database.pool.query('select text from note');
  expect(rows).toEqual([{ text: 'committed' }]);
});

test('an idle worker takes a job at once, and a backlog is worked off without waiting for polls', async () => {
  await queue.createQueue('quick');
  const seen = recorder();
  for (let index = 0; index < 20; index += 1) await queue.enqueue(database.db, 'quick', { index });
  const started = performance.now();
  await queue.work('quick', { concurrency: 1 }, seen.take);
  await seen.until(20);
  await queue.enqueue(database.db, 'quick', { index: 20 });
  await seen.until(21);
  // 20 polls would take 10 s.
  expect(performance.now() - started).toBeLessThan(6000);
});

test('a queue that an earlier start made gets the options of this one', async () => {
  await queue.createQueue('changed', { retryLimit: 2, expireSeconds: 60 });
  const next = await openQueue(database, silentLog);
  await next.createQueue('changed', { retryLimit: 9, expireSeconds: 60 });
  await next.stop({ graceful: true, timeoutMs: 5000 });
  const { rows } = await database.pool.query(
    `select retry_limit, expire_seconds, retry_delay from ugc_queue.queue where name = 'changed'`,
  );
  expect(rows).toEqual([{ retry_limit: 9, expire_seconds: 60, retry_delay: 1 }]);
});

test('a singleton key has one job waiting or running, and the transaction goes on', async () => {
  await queue.createQueue('single', { singleton: 'one-waiting-or-running' });
  const ids = await database.db.transaction(async (tx) => [
    await queue.enqueue(tx, 'single', {}, { singletonKey: 'a' }),
    await queue.enqueue(tx, 'single', {}, { singletonKey: 'a' }),
    await queue.enqueue(tx, 'single', {}, { singletonKey: 'b' }),
  ]);
  expect(ids).toEqual([expect.any(String), undefined, expect.any(String)]);
});

test('higher priority first; a job for later waits', async () => {
  await queue.createQueue('ordered');
  await queue.enqueue(database.db, 'ordered', { is: 'later' }, { startAfterSeconds: 3600, priority: 9 });
  await queue.enqueue(database.db, 'ordered', { is: 'low' });
  await queue.enqueue(database.db, 'ordered', { is: 'high' }, { priority: 5 });
  const seen = recorder();
  await queue.work('ordered', { concurrency: 1 }, seen.take);
  await seen.until(2);
  expect(seen.received).toEqual([{ is: 'high' }, { is: 'low' }]);
});

test('a job that throws is tried again', async () => {
  await queue.createQueue('failing', { retryDelaySeconds: 0 });
  const seen = recorder();
  await queue.work('failing', { concurrency: 1 }, async (data) => {
    await seen.take(data);
    if (seen.received.length === 1) throw new Error('first time');
  });
  await queue.enqueue(database.db, 'failing', { try: 'again' });
  await seen.until(2);
  expect(seen.received).toEqual([{ try: 'again' }, { try: 'again' }]);
});

test('a stop that is not graceful interrupts the job, and another process runs it', async () => {
  const stopped = await openQueue(database, silentLog);
  await stopped.createQueue('interrupted', { retryDelaySeconds: 0 });
  const started = recorder();
  await stopped.work('interrupted', { concurrency: 1 }, async (data, signal) => {
    await started.take(data);
    await once(signal, 'abort');
    throw new Error('interrupted');
  });
  await queue.enqueue(database.db, 'interrupted', { number: 1 });
  await started.until(1);
  await stopped.stop({ graceful: false, timeoutMs: 5000 });
  const seen = recorder();
  await queue.work('interrupted', { concurrency: 1 }, seen.take);
  await seen.until(1);
  expect(seen.received).toEqual([{ number: 1 }]);
});

test('the job of a killed worker is handed to another once its heartbeat is stale', async () => {
  await queue.createQueue('killed', { retryDelaySeconds: 0 });
  await queue.enqueue(database.db, 'killed', { number: 2 });
  const script = `
    const { connect } = await import(${moduleUrl('../database/database.ts')});
    const { openQueue } = await import(${moduleUrl('./queue.ts')});
    const { silentLog } = await import(${moduleUrl('../log/log.ts')});
    const database = await connect('embedded', ${JSON.stringify(database.connection)}, async () => {}, silentLog);
    const queue = await openQueue(database, silentLog);
    await queue.work('killed', { concurrency: 1 }, async () => {
      process.stdout.write('taken');
      await new Promise(() => {});
    });`;
  const worker = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [word] = await once(worker.stdout, 'data');
  expect(String(word)).toBe('taken');
  worker.kill('SIGKILL');
  await once(worker, 'exit');
  // What 15 s of silence do.
  await database.pool.query(
    `update ugc_queue.job set started_on = now() - interval '1 minute', heartbeat_on = now() - interval '1 minute' where name = 'killed'`,
  );
  const seen = recorder();
  await queue.work('killed', { concurrency: 1 }, seen.take);
  await seen.until(1);
  expect(seen.received).toEqual([{ number: 2 }]);
});

function moduleUrl(path: string): string {
  return JSON.stringify(`file://${fileURLToPath(new URL(path, import.meta.url))}`);
}
