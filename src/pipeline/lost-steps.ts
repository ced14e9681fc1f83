import { AppError } from '../kernel/errors.ts';
import { logOf } from '../platform/log/log.ts';
import { claimStep, failStep, fenceOffStep, listOldUnfinished, type StepTicket } from '../store/steps.ts';
import { concludeProduction } from './endings.ts';
import { enqueueStepAgain } from './jobs.ts';
import type { PipelineParts } from './parts.ts';

/**
 * Ends the production of a step whose job was tried as often as it may be, each time until its worker died or the
 * database was away. Nothing happens where the step belongs to another job by now.
 */
export async function giveUpStep(parts: PipelineParts, job: StepTicket): Promise<void> {
  const { productionId, kind } = job;
  const message = `The ${kind} stage ended its worker again and again, and was given up.`;
  const error = new AppError('internal', message, { details: { stage: kind } });
  const ended = await parts.database.db.transaction(async (transaction) => {
    const claim = await claimStep(transaction, job);
    if (!claim || !(await failStep(transaction, claim))) return false;
    const concluded = await concludeProduction(parts.queue, transaction, productionId, {
      state: 'failed',
      error,
    });
    return concluded.ended;
  });
  if (ended) logOf(parts.log, 'scheduler').error({ productionId, step: kind }, message);
}

const minuteMs = 60_000;
/** A step that waits so long may only be far back in the queue, or have lost its job. */
const waitsTooLongMs = 60 * minuteMs;
/** The queue takes a job away after an hour: nobody rightly works longer on a step since it was claimed. */
const worksTooLongMs = 120 * minuteMs;
const sweepLimit = 1000;

/**
 * Puts steps whose jobs are gone into the queue again: those of a restored database, of a queue that was emptied,
 * of a job that waited longer than the queue keeps it. Gives how many.
 */
export async function takeUpLostSteps(parts: PipelineParts): Promise<number> {
  const now = Date.now();
  const { db } = parts.database;
  let taken = 0;
  for (const step of await listOldUnfinished(db, new Date(now - waitsTooLongMs), sweepLimit)) {
    const { productionId, kind, state, startedAt } = step;
    const isAbandoned = state === 'running' && (startedAt?.getTime() ?? 0) < now - worksTooLongMs;
    if (state === 'running' && !isAbandoned) continue;
    const enqueued = await db.transaction(async (transaction) => {
      const attempt = isAbandoned ? await fenceOffStep(transaction, productionId, kind) : step.attempt;
      return (
        attempt !== undefined && (await enqueueStepAgain(parts.queue, transaction, { ...step, attempt }))
      );
    });
    if (enqueued) taken += 1;
  }
  if (taken > 0) logOf(parts.log, 'scheduler').warn({ taken }, 'Productions without a job go on.');
  return taken;
}
