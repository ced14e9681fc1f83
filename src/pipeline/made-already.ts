import type { StepKind } from '../domain/production/step.ts';
import type { Production } from '../store/productions.ts';
import { listSteps } from '../store/steps.ts';
import { findKept, resultKey } from './make-result.ts';
import type { PipelineParts } from './parts.ts';
import { inputOf, loadStepInput } from './step-input.ts';
import type { EarlierResult } from './steps/step-definition.ts';

/**
 * Whether everything that a production still has to make is in its owner's store, so that going on costs nothing. Each
 * step is looked for under the key that its own run would look for.
 */
export async function isMadeAlready(parts: PipelineParts, production: Production): Promise<boolean> {
  const steps = await listSteps(parts.database.db, production.id);
  const earlier = await loadStepInput(parts.database, production, steps);
  const results = new Map<StepKind, EarlierResult<StepKind>>();
  for (const { kind, state } of steps) {
    if (state === 'done') {
      if (!earlier.has(kind)) return false;
      results.set(kind, earlier.earlier(kind));
      continue;
    }
    const { key } = await resultKey(parts, inputOf(production, results), kind);
    const found = await findKept(parts, kind, key);
    if (!found) return false;
    results.set(kind, { key, ...found });
  }
  return true;
}
