import { endProduction } from '../store/productions.ts';
import { fenceOffStep, listSteps } from '../store/steps.ts';
import type { ActionParts } from './parts.ts';

/**
 * Ends a running production, and whoever works on it stops within a second. What its steps made so far stays in store:
 * the same order, placed again, finds it. False where it had ended already.
 */
export async function cancelProduction(
  { database }: Pick<ActionParts, 'database'>,
  productionId: string,
): Promise<boolean> {
  return await database.db.transaction(async (transaction) => {
    // The step's row first, as in recording an outcome: two who lock in different orders would wait for each other.
    const current = (await listSteps(transaction, productionId)).find(({ state }) => state !== 'done');
    if (current) await fenceOffStep(transaction, productionId, current.kind);
    return await endProduction(transaction, productionId, 'cancelled');
  });
}
