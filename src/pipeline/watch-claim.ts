import { type Claim, saveProgress } from '../store/steps.ts';
import type { Sql } from '../store/sql.ts';

const beatMs = 500;

export interface ClaimWatch {
  /** Fires at shutdown, and when the claim was lost: cancelled by the user or taken over by another worker. */
  readonly signal: AbortSignal;
  report(fraction: number): void;
  lost(): boolean;
  end(): void;
}

/** Writes a step's progress twice a second and stops its work as soon as the step belongs to somebody else. */
export function watchClaim(sql: Sql, claim: Claim, shutdown: AbortSignal): ClaimWatch {
  const controller = new AbortController();
  let fraction = 0;
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
    lost: () => isLost,
    end: () => clearInterval(timer),
  };
}
