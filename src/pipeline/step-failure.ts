import type { StepKind } from '../domain/production/step.ts';
import { AppError, asAppError, type ErrorReason } from '../kernel/errors.ts';
import { isDatabaseAway } from '../platform/database/database-away.ts';
import { logOf } from '../platform/log/log.ts';
import { awaitEngine } from '../store/production-states.ts';
import type { Production } from '../store/productions.ts';
import { countOwedCalls, findLatestCall, giveUpCall } from '../store/provider-calls.ts';
import type { Sql } from '../store/sql.ts';
import { failStep, findStep, restStep, returnStep, type Step } from '../store/steps.ts';
import { concludeProduction } from './endings.ts';
import { chosenParts, engineOf } from './engines.ts';
import { enqueueNews, enqueueStep } from './jobs.ts';
import { moduleOf } from './log-module.ts';
import { canBeLookedUp } from './lost-call.ts';
import { capabilityOf } from './paid-work.ts';
import type { PipelineParts } from './parts.ts';
import { isOurFailure, isStillUnderWay, retryAfterSeconds, serviceFailures } from './retry-plan.ts';

/** Hands the step back, to be tried again or for its owner to decide on, or ends its production. */
export async function handleFailure(
  parts: PipelineParts,
  production: Production,
  claimed: Step,
  thrown: unknown,
  interrupted: boolean,
): Promise<void> {
  const { productionId, kind } = claimed;
  const isCloud = engineOf(chosenParts(parts, production.order), kind)?.kind === 'cloud';
  const error = namingStage(asAppError(thrown), kind);
  const log = logOf(parts.log, moduleOf[kind]);
  const fields = { productionId, step: kind, reason: error.reason, problem: error.details.problem };
  // Before the database is asked, which may be what failed.
  if (interrupted) log.info(fields, 'The step is handed back.');
  else log.warn({ ...fields, err: thrown }, 'The step failed.');
  await parts.database.db.transaction(async (transaction) => {
    // As it is now: what is under way may have been saved since it was claimed.
    const found = await findStep(transaction, productionId, kind, 'lock');
    const step = { ...claimed, operation: found?.operation };
    const retryable = new AppError(error.reason, error.message, { ...error, retryable: true });
    const judged = isDatabaseAway(thrown) ? retryable : error;
    const seconds = interrupted ? 0 : retryAfterSeconds(parts.paid.patience, step, judged, isCloud);
    if (seconds !== undefined) {
      if (await returnStep(transaction, step, !interrupted)) {
        await enqueueStep(parts.queue, transaction, step, seconds);
      }
    } else if (isCloud && mayChooseEngine(production, kind, error.reason)) {
      await askForEngine(parts, transaction, production, step, error);
    } else if (await failStep(transaction, step)) {
      log.error(fields, 'The production failed.');
      // An operator may have it tried again: what is paid for is asked for then.
      const keepsServices = isCloud && isOurFailure(step, error);
      if (!keepsServices && !isStillUnderWay(step, error)) {
        await giveUpLatest(transaction, step, error.reason);
      }
      const conclusion = { state: 'failed', error, keepsServices } as const;
      await concludeProduction(parts.queue, transaction, productionId, conclusion);
    }
  });
}

/** What is said of a service's failure names the stage that it is about. */
function namingStage(error: AppError, stage: StepKind): AppError {
  if (!serviceFailures.has(error.reason)) return error;
  const { reason, message, retryable } = error;
  return new AppError(reason, message, {
    details: { ...error.details, stage },
    retryable,
    cause: error.cause,
  });
}

/** Whoever waits in a chat is asked; a shell's user starts again as they like. What a service refuses to do it won't do later. */
function mayChooseEngine(
  { channel, supersededAt }: Production,
  kind: StepKind,
  reason: ErrorReason,
): boolean {
  const isTheirs = kind === 'speech' || kind === 'head';
  return (
    isTheirs &&
    channel === 'telegram' &&
    supersededAt === null &&
    serviceFailures.has(reason) &&
    reason !== 'provider-refused'
  );
}

async function askForEngine(
  parts: PipelineParts,
  transaction: Sql,
  { id }: Production,
  step: Step,
  error: AppError,
): Promise<void> {
  const goesOn = isStillUnderWay(step, error);
  if (!(await restStep(transaction, step, goesOn ? (step.operation ?? null) : null))) return;
  // Of an unconfirmed one its owner decides whether it is given up.
  if (!goesOn && error.reason !== 'provider-unconfirmed') {
    await giveUpLatest(transaction, step, error.reason);
  }
  const told = goesOn ? error : await countingTries(parts, transaction, step, error);
  if (await awaitEngine(transaction, id, told)) {
    await enqueueNews(parts.queue, transaction, { productionId: id, news: 'stuck' });
  }
}

/** Where going on by the service would be one more paid request, its owner's choice depends on how many there were. */
async function countingTries(
  parts: PipelineParts,
  transaction: Sql,
  { productionId, kind }: Step,
  error: AppError,
): Promise<AppError> {
  const capability = capabilityOf[kind];
  if (capability === undefined) return error;
  const call = await findLatestCall(transaction, productionId, capability);
  const isAskedFor = error.reason === 'provider-unconfirmed' && call && canBeLookedUp(parts, call, kind);
  const paidTries = isAskedFor ? 0 : await countOwedCalls(transaction, productionId, capability);
  if (paidTries === 0) return error;
  return new AppError(error.reason, error.message, { details: { ...error.details, paidTries } });
}

async function giveUpLatest(transaction: Sql, { productionId, kind }: Step, reason: string): Promise<void> {
  const capability = capabilityOf[kind];
  const call = capability && (await findLatestCall(transaction, productionId, capability));
  if (call) await giveUpCall(transaction, call.tag, reason);
}
