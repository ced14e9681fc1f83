import type { StepKind } from '../domain/production/step.ts';
import type { Production } from '../store/productions.ts';
import type { Step } from '../store/steps.ts';
import { findUsedResult } from '../store/stored-results.ts';
import type { Database } from '../platform/database/database.ts';
import type { EarlierResult, StepInput } from './steps/step-definition.ts';
import { readStepResult } from './steps/step-result.ts';

/** Gathers the order and the results of the steps that are done. */
export async function loadStepInput(
  database: Database,
  production: Production,
  steps: readonly Step[],
): Promise<StepInput> {
  const results = new Map<StepKind, EarlierResult<StepKind>>();
  for (const { kind, state, resultKey } of steps) {
    if (state !== 'done' || resultKey === undefined) continue;
    const stored = await findUsedResult(database.db, resultKey);
    const result = stored && readStepResult(kind, stored.value);
    if (result) results.set(kind, { key: resultKey, ...result });
  }
  return inputOf(production, results);
}

/** The order with whatever results there are of its steps. */
export function inputOf(
  production: Production,
  results: ReadonlyMap<StepKind, EarlierResult<StepKind>>,
): StepInput {
  return {
    order: production.order,
    owner: production.owner,
    has: (kind) => results.has(kind),
    earlier: <Kind extends StepKind>(kind: Kind) => {
      const result = results.get(kind);
      if (!result) throw new Error(`the ${kind} step of production ${production.id} has left no result`);
      return result as EarlierResult<Kind>;
    },
  };
}
