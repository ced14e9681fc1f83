import { AppError, isAppError } from '../../kernel/errors.ts';

/**
 * `refused`, `unreachable`: no connection was made. `reset`: it broke. `too-slow`: no whole answer in time. `paused`: the
 * breaker is open, nothing was sent.
 */
export type ServiceProblem =
  | 'refused'
  | 'unreachable'
  | 'reset'
  | 'too-slow'
  | 'too-large'
  | 'not-json'
  | 'paused';

/** A service gave no usable answer. The message names service, method and path, and nothing that was sent. */
export class ServiceFailure extends Error {
  override readonly name = 'ServiceFailure';
  readonly service: string;
  readonly problem: ServiceProblem;
  /** False only where the request surely never reached the service: what costs money may then be sent again. */
  readonly mayHaveArrived: boolean;

  constructor(
    service: string,
    problem: ServiceProblem,
    what: { readonly message: string; readonly mayHaveArrived: boolean; readonly cause?: unknown },
  ) {
    super(what.message, what.cause === undefined ? undefined : { cause: what.cause });
    this.service = service;
    this.problem = problem;
    this.mayHaveArrived = what.mayHaveArrived;
  }
}

/** Whether the request behind an error may have reached its service; anything unknown may. */
export function mayHaveArrived(error: unknown): boolean {
  if (error instanceof ServiceFailure) return error.mayHaveArrived;
  if (isAppError(error, 'cancelled') && error.cause instanceof ServiceFailure) {
    return error.cause.mayHaveArrived;
  }
  return true;
}

/** Whether an error came of a service to which no connection could be made: nothing was sent to it. */
export function isOutOfReach(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof ServiceFailure)
      return cause.problem === 'refused' || cause.problem === 'unreachable';
  }
  return false;
}

const nothingCameBack: Readonly<Record<ServiceProblem, 'down' | 'paused' | 'answer'>> = {
  refused: 'down',
  unreachable: 'down',
  reset: 'down',
  'too-slow': 'down',
  paused: 'paused',
  'too-large': 'answer',
  'not-json': 'answer',
};

/**
 * What an adapter throws for a failed call: `provider-unavailable` (`details.problem` is `down`, or `paused` while the
 * breaker is open), `provider-answer-unusable`, or the error itself where it is an AppError by now.
 */
export function asProviderError(thrown: unknown): unknown {
  if (!(thrown instanceof ServiceFailure)) return thrown;
  const problem = nothingCameBack[thrown.problem];
  const { service, message } = thrown;
  const details = { service, problem: problem === 'answer' ? thrown.problem : problem };
  return problem === 'answer'
    ? new AppError('provider-answer-unusable', message, { details, cause: thrown })
    : new AppError('provider-unavailable', message, { details, retryable: true, cause: thrown });
}
