import { endProduction, type Production } from '../store/productions.ts';
import { type Claim, finishStep, listSteps } from '../store/steps.ts';
import { storeResult } from '../store/stored-results.ts';
import { enqueueStep } from './jobs.ts';
import type { Outcome } from './make-result.ts';
import type { PipelineParts } from './parts.ts';

/** Result, step and what comes next, in one transaction; false, and nothing of it happens, where the claim was lost. */
export async function recordOutcome(
  parts: PipelineParts,
  production: Production,
  claim: Claim,
  outcome: Outcome,
): Promise<boolean> {
  const { key, result, reused, adapter, seconds, cpuSeconds, expiresAt } = outcome;
  const { estimatedCostUsd, actualCostUsd } = result;
  const cost = reused
    ? { estimatedCostUsd: 0 }
    : { estimatedCostUsd, ...(actualCostUsd !== undefined && { actualCostUsd }) };
  return await parts.database.db.transaction(async (transaction) => {
    const ending = { resultKey: key, reused, adapter, seconds, cpuSeconds, ...cost };
    if (!(await finishStep(transaction, claim, ending))) return false;
    if (!reused) {
      const bytes = Object.values(result.files).reduce((sum, file) => sum + file.bytes, 0);
      const value = JSON.parse(JSON.stringify(result));
      const stored = { key, owner: production.owner, kind: claim.kind, value, adapter, bytes };
      await storeResult(transaction, stored, expiresAt);
    }
    const next = (await listSteps(transaction, claim.productionId)).find(({ state }) => state === 'waiting');
    if (next) await enqueueStep(parts.queue, transaction, next);
    else await endProduction(transaction, claim.productionId, 'delivered');
    return true;
  });
}
