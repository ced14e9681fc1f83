import { awaitConfirmation } from '../store/production-states.ts';
import type { Production } from '../store/productions.ts';
import { markDone } from '../store/provider-calls.ts';
import type { Sql } from '../store/sql.ts';
import { type Claim, finishStep, listSteps } from '../store/steps.ts';
import { type StoredResult, storeResult } from '../store/stored-results.ts';
import { concludeProduction } from './endings.ts';
import { enqueueNews, enqueueStep } from './jobs.ts';
import type { Outcome } from './make-result.ts';
import type { PipelineParts } from './parts.ts';

/** Result, step and what comes next, in one transaction; false, and nothing of it happens, where the claim was lost. */
export async function recordOutcome(
  parts: PipelineParts,
  production: Production,
  claim: Claim,
  outcome: Outcome,
): Promise<boolean> {
  const { key, result, reused, adapter, seconds, cpuSeconds, expiresAt, tag } = outcome;
  const { estimatedCostUsd, actualCostUsd } = result;
  const cost = reused
    ? { estimatedCostUsd: 0 }
    : { estimatedCostUsd, ...(actualCostUsd !== undefined && { actualCostUsd }) };
  return await parts.database.db.transaction(async (transaction) => {
    const ending = { resultKey: key, reused, adapter, seconds, cpuSeconds, ...cost };
    if (!(await finishStep(transaction, claim, ending))) return false;
    if (!reused) {
      const stored = { key, owner: production.owner, kind: claim.kind, adapter };
      await storeResult(transaction, { ...stored, ...rowOf(result) }, expiresAt);
    }
    if (tag !== undefined) await markDone(transaction, tag, actualCostUsd);
    await goOn(parts, transaction, production, claim);
    parts.stopAt(`${claim.kind}:settled`);
    return true;
  });
}

/** A result as its row holds it. */
export function rowOf(result: Outcome['result']): Pick<StoredResult, 'value' | 'bytes'> {
  const bytes = Object.values(result.files).reduce((sum, file) => sum + file.bytes, 0);
  return { value: JSON.parse(JSON.stringify(result)), bytes };
}

/** The next step, the question whether to go on, or the end. */
async function goOn(
  { queue }: PipelineParts,
  sql: Sql,
  { id, pauseAfter }: Production,
  { kind }: Claim,
): Promise<void> {
  const next = (await listSteps(sql, id)).find(({ state }) => state === 'waiting');
  if (!next) await concludeProduction(queue, sql, id, { state: 'delivered' });
  else if (kind === pauseAfter && (await awaitConfirmation(sql, id))) {
    await enqueueNews(queue, sql, { productionId: id, news: 'spoken' });
  } else await enqueueStep(queue, sql, next);
}
