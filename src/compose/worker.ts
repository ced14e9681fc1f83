import { setTimeout as delay } from 'node:timers/promises';
import { tryAdvisoryLock } from '../platform/database/advisory-lock.ts';
import { logOf } from '../platform/log/log.ts';
import type { PipelineParts } from '../pipeline/parts.ts';
import { recoverProductions, workOffSteps } from '../pipeline/register.ts';

const lockName = 'ugc-worker';
const askAgainMs = 500;

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
  const working = work(parts, options.concurrency, shutdown).catch((error: unknown) => {
    if (!shutdown.aborted) logOf(parts.log, 'scheduler').error({ err: error }, 'The worker ended.');
  });
  return {
    stop: async () => {
      stopping.abort();
      await working;
    },
  };
}

async function work(parts: PipelineParts, concurrency: number, shutdown: AbortSignal): Promise<void> {
  if (parts.database.kind === 'server') {
    await workOffSteps(parts, { concurrency, shutdown });
    return;
  }
  for (;;) {
    const lock = await tryAdvisoryLock(parts.database, lockName);
    if (!lock) {
      await delay(askAgainMs, undefined, { signal: shutdown });
      continue;
    }
    const recovered = await recoverProductions(parts);
    if (recovered > 0) logOf(parts.log, 'scheduler').info({ recovered }, 'Unfinished productions go on.');
    await workOffSteps(parts, { concurrency, shutdown: AbortSignal.any([shutdown, lock.lost]) });
    return;
  }
}
