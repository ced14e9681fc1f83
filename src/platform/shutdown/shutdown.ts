import { constants } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../log/log.ts';

export interface Shutdown {
  /** Fires at the first SIGINT, SIGTERM or SIGHUP; everything under way is to stop. */
  readonly signal: AbortSignal;
  /** Called by `close`, the last added first. */
  addCloser(name: string, close: () => Promise<unknown>): void;
  /** Runs the closers, each for at most `timeoutMs` (10 s by default); one that fails doesn't keep the others from it. */
  close(timeoutMs?: number): Promise<void>;
  /** 128 + the signal's number as shells have it, or undefined when no signal came. */
  exitCode(): number | undefined;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * One press of Ctrl-C arrives up to three times: from the terminal, from npm and from the launcher. Only a signal that
 * comes later than this after the first is a second one.
 */
const samePressMs = 500;

/** From now on the first signal asks for an orderly end, a second one ends the process at once. */
export function createShutdown(log: Log): Shutdown {
  const controller = new AbortController();
  const closers: { name: string; close: () => Promise<unknown> }[] = [];
  let first: { signal: NodeJS.Signals; atMs: number } | undefined;
  const onSignal = (signal: NodeJS.Signals) => {
    if (first === undefined) {
      first = { signal, atMs: performance.now() };
      log.info({ signal }, 'Asked to stop.');
      controller.abort();
    } else if (performance.now() - first.atMs > samePressMs) {
      log.warn({ signal }, 'Asked to stop a second time: ending at once.');
      process.exit(codeOf(signal));
    }
  };
  for (const signal of signals) process.on(signal, onSignal);
  return {
    signal: controller.signal,
    addCloser: (name, close) => closers.push({ name, close }),
    async close(timeoutMs = 10_000) {
      for (const closer of closers.splice(0).reverse()) await runCloser(closer, timeoutMs, log);
      for (const signal of signals) process.off(signal, onSignal);
    },
    exitCode: () => first && codeOf(first.signal),
  };
}

async function runCloser(
  { name, close }: { name: string; close: () => Promise<unknown> },
  timeoutMs: number,
  log: Log,
): Promise<void> {
  const timer = new AbortController();
  const tooLate = delay(timeoutMs, 'too late' as const, { signal: timer.signal, ref: false });
  try {
    const ended = await Promise.race([close(), tooLate]);
    if (ended === 'too late')
      log.error({ closer: name, timeoutMs }, 'Closing took too long and was given up.');
  } catch (error) {
    log.error({ closer: name, err: error }, 'Closing failed.');
  } finally {
    tooLate.catch(() => {});
    timer.abort();
  }
}

function codeOf(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}
