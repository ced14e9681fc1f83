/** How many calls may be under way at a time, and how soon after each other they may begin. */
export interface CallLimit {
  /** Resolves with what gives the slot back, in the order of asking; rejects with the signal's reason. */
  take(signal: AbortSignal): Promise<() => void>;
  readonly inFlight: number;
  readonly waiting: number;
}

interface Waiter {
  readonly admit: () => void;
  readonly leave: () => void;
}

export function createCallLimit(options: {
  readonly maxConcurrent: number;
  /** From the beginning of one call to that of the next; 0 where there is no such limit. */
  readonly minIntervalMs?: number;
}): CallLimit {
  const { maxConcurrent, minIntervalMs = 0 } = options;
  const waiters = new Set<Waiter>();
  let inFlight = 0;
  let nextStartAt = 0;
  let timer: NodeJS.Timeout | undefined;

  const admit = () => {
    const [first] = waiters;
    if (!first || inFlight >= maxConcurrent || timer) return;
    const waitMs = nextStartAt - performance.now();
    if (waitMs > 0) {
      timer = setTimeout(() => {
        timer = undefined;
        admit();
      }, waitMs);
      return;
    }
    waiters.delete(first);
    inFlight += 1;
    nextStartAt = performance.now() + minIntervalMs;
    first.admit();
    admit();
  };

  const release = () => {
    let given = false;
    return () => {
      if (given) return;
      given = true;
      inFlight -= 1;
      admit();
    };
  };

  return {
    take: async (signal) => {
      signal.throwIfAborted();
      const { promise, resolve, reject } = Promise.withResolvers<() => void>();
      const onAbort = () => waiter.leave();
      const waiter: Waiter = {
        admit: () => {
          signal.removeEventListener('abort', onAbort);
          resolve(release());
        },
        leave: () => {
          waiters.delete(waiter);
          reject(signal.reason);
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      waiters.add(waiter);
      admit();
      return await promise;
    },
    get inFlight() {
      return inFlight;
    },
    get waiting() {
      return waiters.size;
    },
  };
}
