import { findProduction } from '../store/productions.ts';
import { findStep } from '../store/steps.ts';
import { enqueueStep, enqueueWake, type StepName } from './jobs.ts';
import type { PipelineParts } from './parts.ts';

/** A worker that is just asking its service may ask a moment too early; one that works longer has no need to be woken. */
const maxTries = 30;

/** Lets a step ask its service now instead of at its next poll: the job of `enqueueWake`. */
export async function wakeStep(
  { database, queue }: Pick<PipelineParts, 'database' | 'queue'>,
  { productionId, kind, tries }: StepName & { readonly tries: number },
): Promise<void> {
  const production = await findProduction(database.db, productionId);
  if (production?.state !== 'running') return;
  await database.db.transaction(async (transaction) => {
    const step = await findStep(transaction, productionId, kind, 'lock');
    // The job that waits for the poll then finds nothing to claim.
    if (step?.state === 'waiting') await enqueueStep(queue, transaction, step);
    else if (step?.state === 'running' && tries < maxTries) {
      await enqueueWake(queue, transaction, { productionId, kind }, tries + 1);
    }
  });
}
