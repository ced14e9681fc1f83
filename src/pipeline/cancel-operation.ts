import { withScratchFolder } from '../platform/files/scratch.ts';
import type { ProviderCallState } from '../domain/production/provider-call.ts';
import { isAppError } from '../kernel/errors.ts';
import { findLatestCall, giveUpCall, type ProviderCall } from '../store/provider-calls.ts';
import { findProduction } from '../store/productions.ts';
import { findStep, listSteps, type Step } from '../store/steps.ts';
import { chosenParts, engineOf } from './engines.ts';
import { enqueueCancel, type StepName } from './jobs.ts';
import { canBeLookedUp, lookUp } from './lost-call.ts';
import { capabilityOf } from './paid-work.ts';
import type { PipelineParts } from './parts.ts';
import { loadStepInput } from './step-input.ts';
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

/**
 * For a production that has ended, or whose owner took another engine: the job of `enqueueCancel`. A request whose
 * answer nobody has is looked up first, as long as its service may still get to know it.
 */
export async function cancelUnwanted(parts: PipelineParts, job: StepName, end: AbortSignal): Promise<void> {
  const { db } = parts.database;
  const step = await findStep(db, job.productionId, job.kind);
  if (!step || (await isWanted(parts, step))) return;
  const signal = AbortSignal.any([end, AbortSignal.timeout(patienceMs)]);
  await cancelOperation(parts, step, signal);
  const capability = capabilityOf[job.kind];
  const call = capability && (await findLatestCall(db, job.productionId, capability));
  if (!call) return;
  await giveUpCall(db, call.tag, 'cancelled');
  const isKnown = readStepWork(step.operation).pending !== undefined;
  if (!isKnown && mayBeAtWork.has(call.state)) await cancelLost(parts, step, call, signal);
}

const mayBeAtWork: ReadonlySet<ProviderCallState> = new Set(['sending', 'submitted', 'unknown']);

/** What is found is told to stop; what surely was not taken is not owed. */
async function cancelLost(
  parts: PipelineParts,
  step: Step,
  call: ProviderCall,
  signal: AbortSignal,
): Promise<void> {
  const { productionId, kind } = step;
  if (!canBeLookedUp(parts, call, kind)) return;
  const { db } = parts.database;
  const production = await findProduction(db, productionId);
  if (!production) return;
  const input = await loadStepInput(parts.database, production, await listSteps(db, productionId));
  const definition = stepDefinition(kind);
  await withScratchFolder(parts.scratchFolder, async (workFolder) => {
    const context = { signal, workFolder, reportProgress: () => undefined };
    const found = await lookUp(parts, definition, input, call, context, undefined).catch(unlessUnconfirmed);
    if (found?.status === 'later')
      await enqueueCancel(parts.queue, db, step, Math.max(1, found.afterSeconds));
    if (found?.status !== 'found') return;
    if ('operation' in found) await definition.cancel?.(parts)?.(found.operation, context);
    await giveUpCall(db, call.tag, 'cancelled');
  });
}

/** It was looked for long enough: it stays `unknown`, and may be owed. */
function unlessUnconfirmed(error: unknown): undefined {
  if (!isAppError(error, 'provider-unconfirmed')) throw error;
}

/** An operator may have had it tried again since. */
async function isWanted(parts: PipelineParts, { productionId, kind, operation }: Step): Promise<boolean> {
  const production = await findProduction(parts.database.db, productionId);
  if (production?.state !== 'running' && production?.state !== 'awaiting_engine') return false;
  const engine = engineOf(chosenParts(parts, production.order), kind);
  const { pending } = readStepWork(operation);
  return engine?.kind === 'cloud' && (pending === undefined || pending.adapter === engine.name);
}
