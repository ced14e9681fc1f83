import type { StepKind } from '../domain/production/step.ts';
import type { Production } from '../store/productions.ts';
import { listSteps } from '../store/steps.ts';
import { findKept, resultKey } from './make-result.ts';
import type { PipelineParts } from './parts.ts';
import { inputOf, loadStepInput } from './step-input.ts';
import { fallbackParts } from './engines.ts';
import type { EarlierResult, StepInput } from './steps/step-definition.ts';

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
    const kept = await findKept(parts, kind, key);
    const found = kept ? { key, ...kept } : await findFallback(parts, inputOf(production, results), kind);
    if (!found) return false;
    results.set(kind, found);
  }
  return true;
}

/** What was made here because its service failed is as good. */
async function findFallback(
  parts: PipelineParts,
  input: StepInput,
  kind: StepKind,
): Promise<EarlierResult<StepKind> | undefined> {
  if (kind !== 'overlay' && kind !== 'montage') return undefined;
  const { key } = await resultKey(fallbackParts(parts), input, kind);
  const kept = await findKept(parts, kind, key);
  return kept && { key, ...kept };
}
