import { type Claim, saveProgress } from '../store/steps.ts';
import type { Sql } from '../store/sql.ts';

const beatMs = 500;

export interface ClaimWatch {
  /** Fires at shutdown, and when the claim was lost: cancelled by the user or taken over by another worker. */
  readonly signal: AbortSignal;
  report(fraction: number): void;
  fraction(): number;
  lost(): boolean;
  end(): void;
}

/**
 * Writes a step's progress twice a second and stops its work as soon as the step belongs to somebody else. `begun` is
 * how far it was when it was claimed.
 */
export function watchClaim(sql: Sql, claim: Claim, shutdown: AbortSignal, begun = 0): ClaimWatch {
  const controller = new AbortController();
  let fraction = begun;
  let isLost = false;
  let writing = false;
  const timer = setInterval(async () => {
    if (writing) return;
    writing = true;
    try {
      isLost ||= !(await saveProgress(sql, claim, { fraction }));
      if (isLost) controller.abort();
    } catch {
      // The database may be away for a moment; what is recorded at the end is fenced in any case.
    } finally {
      writing = false;
    }
  }, beatMs);
  return {
    signal: AbortSignal.any([shutdown, controller.signal]),
    report: (now) => {
      fraction = Math.max(fraction, Math.min(1, now));
    },
    fraction: () => fraction,
    lost: () => isLost,
    end: () => clearInterval(timer),
  };
}
