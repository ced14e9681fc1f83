import { withScratchFolder } from '../platform/files/scratch.ts';
import { logOf } from '../platform/log/log.ts';
import { treeCpuSeconds } from '../platform/process/cpu-time.ts';
import { findProduction, type Production } from '../store/productions.ts';
import { type Claim, claimStep, listSteps, parkStep, type Step, type StepTicket } from '../store/steps.ts';
import { chosenParts, engineOf } from './engines.ts';
import { enqueueStep } from './jobs.ts';
import { moduleOf } from './log-module.ts';
import { makeResult, type Outcome, type Parked } from './make-result.ts';
import type { PipelineParts } from './parts.ts';
import { recordOutcome } from './record-outcome.ts';
import { handleFailure } from './step-failure.ts';
import { loadStepInput } from './step-input.ts';
import { readStepWork, storedStepWork } from './step-work.ts';
import { watchClaim } from './watch-claim.ts';

/** Runs one step of a production for a job, records it and enqueues the next. Throws only when it could record nothing. */
export async function runStep(parts: PipelineParts, job: StepTicket, shutdown: AbortSignal): Promise<void> {
  const { db } = parts.database;
  const production = await findProduction(db, job.productionId);
  if (production?.state !== 'running') return;
  const step = await claimStep(db, job);
  if (!step) return;
  parts.stopAt(`${job.kind}:claimed`);
  const claim: Claim = { productionId: step.productionId, kind: step.kind, attempt: step.attempt };
  const watch = watchClaim(db, claim, shutdown, goesOn(parts, production, step) ? step.fraction : 0);
  try {
    const outcome = await measured(parts, production, step, watch);
    if (outcome.status === 'parked') return await park(parts, claim, outcome, watch.fraction());
    parts.stopAt(`${job.kind}:stored`);
    const recorded = await recordOutcome(parts, production, claim, outcome);
    logOutcome(parts, claim, outcome, recorded);
    parts.stopAt(`${job.kind}:recorded`);
  } catch (error) {
    await handleFailure(parts, production, step, error, watch.lost() || shutdown.aborted);
  } finally {
    watch.end();
  }
}

/** What another engine had made of it counts for nothing. */
function goesOn(parts: PipelineParts, { order }: Production, { kind, operation }: Step): boolean {
  const { pending } = readStepWork(operation);
  return pending !== undefined && pending.adapter === engineOf(chosenParts(parts, order), kind)?.name;
}

/** The service goes on by itself: the worker is free until it is asked again. */
async function park(parts: PipelineParts, claim: Claim, parked: Parked, fraction: number): Promise<void> {
  const { work, afterSeconds } = parked;
  await parts.database.db.transaction(async (transaction) => {
    if (!(await parkStep(transaction, claim, storedStepWork(work), fraction))) return;
    await enqueueStep(parts.queue, transaction, claim, afterSeconds);
  });
}

function logOutcome(
  { log }: PipelineParts,
  { productionId, kind }: Claim,
  { reused, seconds, cpuSeconds, adapter, result }: Outcome,
  recorded: boolean,
): void {
  const { warnings } = result;
  const told = warnings.length > 0 && { warnings };
  const fields = { productionId, step: kind, adapter, reused, seconds, cpuSeconds, ...told };
  const text = recorded
    ? 'The step is done.'
    : 'The step was done too late: it belongs to somebody else by now.';
  logOf(log, moduleOf[kind]).info(fields, text);
}

async function measured(
  parts: PipelineParts,
  production: Production,
  step: Step,
  watch: ReturnType<typeof watchClaim>,
): Promise<Outcome | Parked> {
  const startedAt = performance.now();
  const cpuBefore = treeCpuSeconds();
  const input = await loadStepInput(
    parts.database,
    production,
    await listSteps(parts.database.db, production.id),
  );
  const outcome = await withScratchFolder(
    parts.scratchFolder,
    async (workFolder) =>
      await makeResult(parts, input, step, {
        signal: watch.signal,
        workFolder,
        reportProgress: watch.report,
      }),
  );
  if (outcome.status === 'parked') return outcome;
  return {
    ...outcome,
    seconds: Math.max((performance.now() - startedAt) / 1000, outcome.pendingSeconds),
    cpuSeconds: treeCpuSeconds() - cpuBefore,
  };
}
