import { pause } from '../platform/shutdown/pause.ts';
import { once } from 'node:events';
import { type AdvisoryLock, tryAdvisoryLock } from '../platform/database/advisory-lock.ts';
import { logOf } from '../platform/log/log.ts';
import type { PipelineParts } from '../pipeline/parts.ts';
import { recoverProductions, stopWorkingOffSteps, workOffSteps } from '../pipeline/register.ts';

const lockName = 'ugc-worker';
const askAgainMs = 500;
/** A step that was told to stop ends its children within this time; one that does not is left to the queue. */
const handBackMs = 10_000;

export interface Worker {
  /** Ends when the work that was under way has been handed back. */
  stop(): Promise<void>;
}

export interface WorkerOptions {
  readonly concurrency: number;
  readonly shutdown: AbortSignal;
}

/**
 * Works off the queue. Of the processes that share an embedded database one does so at a time, and takes over what
 * a dead one left; the others wait for their turn.
 */
export function startWorker(parts: PipelineParts, options: WorkerOptions): Worker {
  const stopping = new AbortController();
  const shutdown = AbortSignal.any([options.shutdown, stopping.signal]);
  const working = work(parts, options.concurrency, shutdown);
  return {
    stop: async () => {
      stopping.abort();
      await working;
    },
  };
}

/** Never rejects: what keeps it from working now, such as a database that is started again, may have passed later. */
async function work(parts: PipelineParts, concurrency: number, shutdown: AbortSignal): Promise<void> {
  const takeTurn = parts.database.kind === 'embedded' ? workUnderLock : workUntil;
  while (!shutdown.aborted) {
    try {
      await takeTurn(parts, concurrency, shutdown);
    } catch (error) {
      logOf(parts.log, 'scheduler').error({ err: error }, 'The worker met an error and starts again.');
    }
    await pause(askAgainMs, shutdown);
  }
}

/** One turn: until shutdown, or until the lock is lost with its connection. */
async function workUnderLock(
  parts: PipelineParts,
  concurrency: number,
  shutdown: AbortSignal,
): Promise<void> {
  const lock = await tryAdvisoryLock(parts.database, lockName);
  if (!lock) return;
  try {
    const recovered = await recoverProductions(parts);
    if (recovered > 0) logOf(parts.log, 'scheduler').info({ recovered }, 'Unfinished productions go on.');
    await workUntil(parts, concurrency, AbortSignal.any([shutdown, lock.lost]));
  } finally {
    await release(lock);
  }
}

async function workUntil(parts: PipelineParts, concurrency: number, end: AbortSignal): Promise<void> {
  await workOffSteps(parts, { concurrency, shutdown: end });
  await untilAborted(end);
  const handedBack = new AbortController();
  await Promise.race([
    stopWorkingOffSteps(parts).finally(() => handedBack.abort()),
    pause(handBackMs, handedBack.signal),
  ]);
}

async function release(lock: AdvisoryLock): Promise<void> {
  // Of a connection that broke there is nothing left to release.
  await lock.release().catch(() => undefined);
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}
