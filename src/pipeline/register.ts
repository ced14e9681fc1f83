import { listUnfinished } from '../store/productions.ts';
import { fenceOffStep, listSteps } from '../store/steps.ts';
import { cancelUnwanted } from './cancel-operation.ts';
import {
  cancelQueue,
  clearingQueue,
  deadStepQueue,
  enqueueStep,
  parseStepJob,
  parseStepName,
  parseWakeJob,
  stepQueue,
  sweepQueue,
  wakeQueue,
} from './jobs.ts';
import { giveUpStep, takeUpLostSteps } from './lost-steps.ts';
import { clearOverlays } from './overlay-cache.ts';
import type { PipelineParts } from './parts.ts';
import { runStep } from './run-step.ts';
import { wakeStep } from './wake-step.ts';

/** Recovery reads this many productions at a start; a machine with an embedded database has far fewer in work. */
const recoveryLimit = 10_000;

/** Every ten minutes, once however many machines work. */
const sweepTimes = '*/10 * * * *';

/** Starts working off the step queue, and what it gave up. `concurrency` steps run at a time, each on up to two cores. */
export async function workOffSteps(
  parts: PipelineParts,
  options: { readonly concurrency: number; readonly shutdown: AbortSignal },
): Promise<void> {
  await parts.queue.work(stepQueue, { concurrency: options.concurrency }, async (data, signal) => {
    await runStep(parts, parseStepJob(data), AbortSignal.any([signal, options.shutdown]));
  });
  await parts.queue.work(deadStepQueue, { concurrency: 1 }, async (data) => {
    await giveUpStep(parts, parseStepJob(data));
  });
  await parts.queue.work(sweepQueue, { concurrency: 1 }, async () => {
    await takeUpLostSteps(parts);
  });
  await parts.queue.work(cancelQueue, { concurrency: 1 }, async (data, signal) => {
    await cancelUnwanted(parts, parseStepName(data), AbortSignal.any([signal, options.shutdown]));
  });
  await parts.queue.work(wakeQueue, { concurrency: 1 }, async (data) => {
    await wakeStep(parts, parseWakeJob(data));
  });
  await parts.queue.work(clearingQueue, { concurrency: 1 }, async (data) => await clearOverlays(parts, data));
  await parts.queue.schedule(sweepQueue, sweepTimes);
}

/** Takes no further step, and waits for those under way, whose signals have fired by now. */
export async function stopWorkingOffSteps({ queue }: PipelineParts): Promise<void> {
  const names = [stepQueue, deadStepQueue, sweepQueue, cancelQueue, wakeQueue, clearingQueue];
  await Promise.all(names.map((name) => queue.stopWork(name)));
}

/**
 * Puts the current step of every unfinished production whose turn it is into the queue again, fencing off whoever died over it. Only
 * for the one process that runs the jobs of an embedded database: elsewhere the queue hands a dead worker's job on.
 */
export async function recoverProductions(parts: PipelineParts): Promise<number> {
  const unfinished = await listUnfinished(parts.database.db, recoveryLimit);
  for (const id of unfinished) {
    await parts.database.db.transaction(async (transaction) => {
      const current = (await listSteps(transaction, id)).find(({ state }) => state !== 'done');
      if (!current) return;
      const attempt = await fenceOffStep(transaction, id, current.kind);
      if (attempt !== undefined) await enqueueStep(parts.queue, transaction, { ...current, attempt });
    });
  }
  return unfinished.length;
}
