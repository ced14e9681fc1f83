import { setTimeout as delay } from 'node:timers/promises';
import { type Clock, systemClock } from '../kernel/clock.ts';
import { asAppError } from '../kernel/errors.ts';

export interface PartVerdict {
  readonly part: string;
  readonly isReady: boolean;
  /** Where it isn't, why: one sentence. */
  readonly why?: string;
}

export interface ReadinessVerdict {
  readonly isReady: boolean;
  readonly parts: readonly PartVerdict[];
}

export interface Readiness {
  look(): Promise<ReadinessVerdict>;
}

/** Throws, with the reason as its message, while the part can't do its work. */
export type PartCheck = () => Promise<unknown>;

/** Whoever asks more often is told the same. */
const freshMs = 2000;
const patienceMs = 1500;

/** Asks every part by itself, at most every two seconds however many ask, and waits for none of them longer than 1.5 s. */
export function createReadiness(
  checks: Readonly<Record<string, PartCheck>>,
  clock: Clock = systemClock,
): Readiness {
  let last: { readonly atMs: number; readonly verdict: Promise<ReadinessVerdict> } | undefined;
  return {
    look: async () => {
      const nowMs = clock.now().getTime();
      if (last === undefined || nowMs - last.atMs >= freshMs) last = { atMs: nowMs, verdict: lookAt(checks) };
      return await last.verdict;
    },
  };
}

async function lookAt(checks: Readonly<Record<string, PartCheck>>): Promise<ReadinessVerdict> {
  const parts = await Promise.all(Object.entries(checks).map(([part, check]) => judge(part, check)));
  return { isReady: parts.every(({ isReady }) => isReady), parts };
}

async function judge(part: string, check: PartCheck): Promise<PartVerdict> {
  const patience = new AbortController();
  try {
    const tooLate = delay(patienceMs, undefined, { signal: patience.signal }).then(() => {
      throw new Error(`It did not answer within ${patienceMs} ms.`);
    });
    await Promise.race([check(), tooLate]);
    return { part, isReady: true };
  } catch (error) {
    return { part, isReady: false, why: error instanceof Error ? error.message : asAppError(error).message };
  } finally {
    patience.abort();
  }
}
