import { withScratchFolder } from '../platform/files/scratch.ts';
import { findLatestCall, giveUpCall } from '../store/provider-calls.ts';
import { findProduction } from '../store/productions.ts';
import { findStep, type Step } from '../store/steps.ts';
import { chosenParts, engineOf } from './engines.ts';
import type { StepName } from './jobs.ts';
import { capabilityOf } from './paid-work.ts';
import type { PipelineParts } from './parts.ts';
import { readStepWork } from './step-work.ts';
import { stepDefinition } from './steps/all-steps.ts';

const patienceMs = 30_000;

/** Asks the service to stop what it has under way for that step, where it can be asked. */
export async function cancelOperation(
  parts: PipelineParts,
  { kind, operation }: Pick<Step, 'kind' | 'operation'>,
  signal: AbortSignal = AbortSignal.timeout(patienceMs),
): Promise<void> {
  const { pending } = readStepWork(operation);
  const cancel = stepDefinition(kind).cancel?.(parts);
  if (!pending || !cancel || pending.adapter !== engineOf(parts, kind)?.name) return;
  await withScratchFolder(parts.scratchFolder, async (workFolder) => {
    await cancel(pending.operation, { signal, workFolder, reportProgress: () => undefined });
  });
}

/** For a production that has ended, or whose owner took another engine: the job of `enqueueCancel`. */
export async function cancelUnwanted(parts: PipelineParts, job: StepName, end: AbortSignal): Promise<void> {
  const { db } = parts.database;
  const step = await findStep(db, job.productionId, job.kind);
  if (!step || (await isWanted(parts, step))) return;
  await cancelOperation(parts, step, AbortSignal.any([end, AbortSignal.timeout(patienceMs)]));
  const capability = capabilityOf[job.kind];
  const call = capability && (await findLatestCall(db, job.productionId, capability));
  if (call) await giveUpCall(db, call.tag, 'cancelled');
}

/** An operator may have had it tried again since. */
async function isWanted(parts: PipelineParts, { productionId, kind, operation }: Step): Promise<boolean> {
  const production = await findProduction(parts.database.db, productionId);
  if (production?.state !== 'running' && production?.state !== 'awaiting_engine') return false;
  const engine = engineOf(chosenParts(parts, production.order), kind);
  const { pending } = readStepWork(operation);
  return engine?.kind === 'cloud' && (pending === undefined || pending.adapter === engine.name);
}
