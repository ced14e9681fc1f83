import type { AppError, ErrorReason } from '../kernel/errors.ts';
import type { Step } from '../store/steps.ts';
import type { Patience } from './paid-work.ts';
import { readStepWork } from './step-work.ts';

/** Failures of a service that another engine would not share. */
export const serviceFailures: ReadonlySet<ErrorReason> = new Set([
  'provider-unavailable',
  'provider-refused',
  'provider-answer-unusable',
  'provider-unconfirmed',
  'budget-spent',
  'timed-out',
]);

/** A step of our own that fails may be tried so often. */
const maxLocalFailures = 3;

/** How soon a step that failed is tried again; undefined where it is not, for good. */
export function retryAfterSeconds(
  patience: Patience,
  step: Step,
  error: AppError,
  isCloud: boolean,
  now = new Date(),
): number | undefined {
  const { failures } = step;
  const { pending, waitUntil } = readStepWork(step.operation);
  if (!isCloud) return error.retryable && failures + 1 < maxLocalFailures ? 2 ** failures : undefined;
  if (waitUntil && waitUntil > now && mayBeWaitedFor(step, error)) {
    return patience.waitSeconds[failures] ?? patience.waitSeconds.at(-1);
  }
  if (!error.retryable) return undefined;
  return (pending ? patience.askAgainSeconds : patience.retrySeconds)[failures];
}

const mayPass: ReadonlySet<unknown> = new Set([
  'down',
  'paused',
  'busy',
  'key',
  'quota',
  'balance',
  'permission',
]);

/** Waiting mends no answer that was bad, and sends nothing twice. */
function mayBeWaitedFor(step: Step, error: AppError): boolean {
  if (readStepWork(step.operation).pending)
    return isStillUnderWay(step, error) && error.reason !== 'timed-out';
  if (error.reason === 'budget-spent') return true;
  return error.reason === 'provider-unavailable' && (error.retryable || mayPass.has(error.details.problem));
}

/**
 * Whether we failed over what a service has under way, or has made: a full disk, say. Nothing is wrong with that, and
 * it is paid for.
 */
export function isOurFailure(step: Step, { reason, details }: AppError): boolean {
  const { pending } = readStepWork(step.operation);
  return pending !== undefined && !serviceFailures.has(reason) && details.service === undefined;
}

/**
 * Whether what a service has under way may still end well: then it is asked for later, and nothing new is sent. An
 * adapter that says whether a job is `repeatable` says that this one has ended.
 */
export function isStillUnderWay(step: Step, { reason, details, retryable }: AppError): boolean {
  if (!readStepWork(step.operation).pending || details.repeatable !== undefined) return false;
  if (reason === 'timed-out') return true;
  const { problem } = details;
  return reason === 'provider-unavailable' && (mayPass.has(problem) || (retryable && problem === undefined));
}
