import type { Log } from '../log/log.ts';

export type BreakerState = 'closed' | 'open' | 'half-open';

export interface CircuitBreakerOptions {
  /** So many failures in a row open it. */
  readonly failures: number;
  /** How long nothing is sent after it opened; doubled after each probe that failed, up to `maxPauseMs`. */
  readonly pauseMs: number;
  readonly maxPauseMs: number;
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number;
}

export const usualBreaker: CircuitBreakerOptions = { failures: 5, pauseMs: 15_000, maxPauseMs: 300_000 };

export interface CircuitBreaker {
  readonly state: BreakerState;
  readonly failuresInARow: number;
  /** False while it is open. True once it is half-open, for one call: the probe. */
  mayCall(): boolean;
  succeeded(): void;
  failed(): void;
  /** The call ended without telling anything of the service's health: it was cancelled. */
  undecided(): void;
}

/** Keeps calls from a service that is down, and lets one through now and then to see whether it is back. */
export function createCircuitBreaker(
  service: string,
  log: Log,
  options: CircuitBreakerOptions = usualBreaker,
): CircuitBreaker {
  const { failures, maxPauseMs, now = () => performance.now() } = options;
  let failuresInARow = 0;
  let openUntil: number | undefined;
  let pauseMs = options.pauseMs;
  let probing = false;

  const stateNow = (): BreakerState => {
    if (openUntil === undefined) return 'closed';
    return probing || now() >= openUntil ? 'half-open' : 'open';
  };
  const open = (ms: number) => {
    openUntil = now() + ms;
    log.warn(
      { service, failuresInARow, pauseMs: ms },
      'The service is down: it is asked nothing for a while.',
    );
  };

  return {
    get state() {
      return stateNow();
    },
    get failuresInARow() {
      return failuresInARow;
    },
    mayCall: () => {
      const state = stateNow();
      if (state === 'closed') return true;
      if (state === 'open' || probing) return false;
      probing = true;
      return true;
    },
    succeeded: () => {
      if (openUntil !== undefined) log.info({ service }, 'The service is back.');
      failuresInARow = 0;
      openUntil = undefined;
      probing = false;
      pauseMs = options.pauseMs;
    },
    failed: () => {
      failuresInARow += 1;
      if (openUntil === undefined && failuresInARow >= failures) open(pauseMs);
      else if (probing) {
        pauseMs = Math.min(maxPauseMs, pauseMs * 2);
        probing = false;
        open(pauseMs);
      }
    },
    undecided: () => {
      probing = false;
    },
  };
}
