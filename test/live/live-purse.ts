import { randomUUID } from 'node:crypto';
import { AppError } from '../../src/kernel/errors.ts';
import type { Spending } from '../../src/ports/work.ts';

/** What may be spent in one run, whatever the forecasts said. */
export interface LivePurse {
  /** Sent so far, by the adapters' estimates. */
  readonly spentUsd: number;
  /** For one piece of paid work. Its `sending` throws `budget-spent` where the cap would be passed. */
  spending(): Spending;
}

export function livePurse(capUsd: number): LivePurse {
  let spentUsd = 0;
  return {
    get spentUsd() {
      return spentUsd;
    },
    spending: () => {
      let sentUsd = 0;
      return {
        tag: `live:${randomUUID()}`,
        callbackUrl: undefined,
        sending: async ({ estimatedUsd }) => {
          if (spentUsd + estimatedUsd > capUsd) {
            throw new AppError('budget-spent', `The cap of $${capUsd} would be passed: nothing was sent.`, {
              details: { limitUsd: capUsd, spentUsd },
            });
          }
          sentUsd = estimatedUsd;
          spentUsd += estimatedUsd;
        },
        submitted: async () => undefined,
        // Surely not taken: not owed.
        notTaken: async () => {
          spentUsd -= sentUsd;
          sentUsd = 0;
        },
        unknown: async () => undefined,
      };
    },
  };
}
