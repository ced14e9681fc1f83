import { findLatestCall, giveUpCall, hasOpenCall, type ProviderCall } from '../store/provider-calls.ts';
import type { Sql } from '../store/sql.ts';
import { type Step, setStepWork } from '../store/steps.ts';
import { enqueueCancel, enqueueStep } from './jobs.ts';
import { canBeLookedUp } from './lost-call.ts';
import { capabilityOf, type Patience } from './paid-work.ts';
import type { PipelineParts } from './parts.ts';
import { readStepWork, type StepWork, storedStepWork } from './step-work.ts';

/**
 * Lets a step whose service failed for good ask it again, later and later, for an hour; after a spent budget from
 * midnight UTC on. `step` waits, and is locked; `reason` is what it failed with.
 */
export async function waitForService(
  parts: PipelineParts,
  transaction: Sql,
  step: Step,
  reason: string | undefined,
): Promise<void> {
  const { queue, paid } = parts;
  const now = new Date();
  const waitUntil = waitsUntil(paid.patience, reason, now);
  const { pending } = readStepWork(step.operation);
  const work: StepWork = { waitUntil, ...(pending && { pending: { ...pending, deadline: waitUntil } }) };
  const call = await latestCall(transaction, step);
  if (reason === 'provider-unconfirmed' && !(call && canBeLookedUp(parts, call, step.kind))) {
    // Nobody can be asked what became of it: by this wish it is given up, and another one may be sent.
    await giveUp(transaction, step, reason);
  }
  await setStepWork(transaction, step, storedStepWork(work));
  const usualSeconds = paid.patience.waitSeconds[0] ?? 0;
  const secondsToMidnight = Math.ceil((nextMidnight(now).getTime() - now.getTime()) / 1000);
  await enqueueStep(queue, transaction, step, reason === 'budget-spent' ? secondsToMidnight : usualSeconds);
}

/** Has the step made here at once; what its service has under way is given up. The order says so by now. */
export async function goOnHere({ queue }: PipelineParts, transaction: Sql, step: Step): Promise<void> {
  const isLeft = step.operation !== undefined || (await hasOpenCall(transaction, step.productionId));
  await giveUp(transaction, step, 'cancelled');
  if (isLeft) await enqueueCancel(queue, transaction, step);
  await enqueueStep(queue, transaction, step);
}

async function latestCall(transaction: Sql, { productionId, kind }: Step): Promise<ProviderCall | undefined> {
  const capability = capabilityOf[kind];
  return capability && (await findLatestCall(transaction, productionId, capability));
}

async function giveUp(transaction: Sql, step: Step, reason: string): Promise<void> {
  const call = await latestCall(transaction, step);
  if (call) await giveUpCall(transaction, call.tag, reason);
}

const quarterHourMs = 900_000;

function waitsUntil({ waitMs }: Patience, reason: string | undefined, now: Date): Date {
  return reason === 'budget-spent'
    ? new Date(nextMidnight(now).getTime() + quarterHourMs)
    : new Date(now.getTime() + waitMs);
}

/** Of UTC: the day's budget begins anew. */
function nextMidnight(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1));
}
