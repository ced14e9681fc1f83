import type { StepKind } from '../domain/production/step.ts';
import type { Database } from '../platform/database/database.ts';
import type { Production } from '../store/productions.ts';
import { listSteps, type Step } from '../store/steps.ts';
import { loadStepInput } from './step-input.ts';
import type { EarlierResult } from './steps/step-definition.ts';
import { fileOf, readStepResult, type StepResult, type StoredFile } from './steps/step-result.ts';

export { fileOf, readStepResult };
export type { StepResult };

/** What a production has made so far, for those who show it. */
export interface ProductionResults {
  readonly steps: readonly Step[];
  has(kind: StepKind): boolean;
  /** Throws where the step left no result: ask `has`. */
  of<Kind extends StepKind>(kind: Kind): EarlierResult<Kind>;
}

export async function readResults(database: Database, production: Production): Promise<ProductionResults> {
  const steps = await listSteps(database.db, production.id);
  const input = await loadStepInput(database, production, steps);
  return { steps, has: input.has, of: input.earlier };
}

/** Where the files of a result lie, and what was drawn or coded from them since: all of it goes together. */
export function resultFolder(kind: StepKind, key: string): string {
  return `results/${kind}/${key}`;
}

/** The finished clip and its cover. */
export function clipFiles(results: ProductionResults): { video: StoredFile; cover: StoredFile } {
  const montage = results.of('montage');
  return { video: fileOf(montage, 'video'), cover: fileOf(montage, 'cover') };
}
