import type { StepKind } from '../domain/production/step.ts';
import { asAppError } from '../kernel/errors.ts';
import { isDatabaseAway } from '../platform/database/database-away.ts';
import { withScratchFolder } from '../platform/files/scratch.ts';
import { type LogModule, logOf } from '../platform/log/log.ts';
import { treeCpuSeconds } from '../platform/process/cpu-time.ts';
import { findProduction, type Production } from '../store/productions.ts';
import {
  type Claim,
  claimStep,
  failStep,
  listSteps,
  returnStep,
  type Step,
  type StepTicket,
} from '../store/steps.ts';
import { concludeProduction } from './endings.ts';
import { enqueueStep } from './jobs.ts';
import { makeResult, type Outcome } from './make-result.ts';
import type { PipelineParts } from './parts.ts';
import { recordOutcome } from './record-outcome.ts';
import { loadStepInput } from './step-input.ts';
import { watchClaim } from './watch-claim.ts';

const maxFailures = 3;

const moduleOf: Readonly<Record<StepKind, LogModule>> = {
  portrait: 'ugc_creation',
  speech: 'tts',
  head: 'ugc_creation',
  overlay: 'overlay',
  montage: 'montage',
  verification: 'ugc_creation',
};

/** Runs one step of a production for a job, records it and enqueues the next. Throws only when it could record nothing. */
export async function runStep(parts: PipelineParts, job: StepTicket, shutdown: AbortSignal): Promise<void> {
  const { db } = parts.database;
  const production = await findProduction(db, job.productionId);
  if (production?.state !== 'running') return;
  const step = await claimStep(db, job);
  if (!step) return;
  parts.stopAt(`${job.kind}:claimed`);
  const claim: Claim = { productionId: step.productionId, kind: step.kind, attempt: step.attempt };
  const watch = watchClaim(db, claim, shutdown);
  try {
    const outcome = await measured(parts, production, step, watch);
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

function logOutcome(
  { log }: PipelineParts,
  { productionId, kind }: Claim,
  { reused, seconds, cpuSeconds, adapter }: Outcome,
  recorded: boolean,
): void {
  const fields = { productionId, step: kind, adapter, reused, seconds, cpuSeconds };
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
): Promise<Outcome> {
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
  return {
    ...outcome,
    seconds: (performance.now() - startedAt) / 1000,
    cpuSeconds: treeCpuSeconds() - cpuBefore,
  };
}

async function handleFailure(
  parts: PipelineParts,
  production: Production,
  step: Step,
  thrown: unknown,
  interrupted: boolean,
): Promise<void> {
  const error = asAppError(thrown);
  const log = logOf(parts.log, moduleOf[step.kind]);
  const fields = { productionId: production.id, step: step.kind, reason: error.reason };
  const mayPass = error.retryable || isDatabaseAway(thrown);
  const again = interrupted || (mayPass && step.failures + 1 < maxFailures);
  // Before the database is asked, which may be what failed.
  if (interrupted) log.info(fields, 'The step is handed back.');
  else if (again) log.warn({ ...fields, err: thrown }, 'The step failed and will be tried again.');
  else log.error({ ...fields, err: thrown }, 'The step failed.');
  await parts.database.db.transaction(async (transaction) => {
    if (again) {
      if (!(await returnStep(transaction, step, !interrupted))) return;
      const delaySeconds = interrupted ? 0 : 2 ** step.failures;
      await enqueueStep(parts.queue, transaction, step, delaySeconds);
    } else if (await failStep(transaction, step)) {
      await concludeProduction(parts.queue, transaction, production.id, { state: 'failed', error });
    }
  });
}
