import { AppError } from '../../src/kernel/errors.ts';
import type { Spending } from '../../src/ports/work.ts';

/** Keeps in memory what an adapter writes down of one paid piece of work, as strictly as the database does. */
export interface SpendingRecord extends Spending {
  readonly notes: readonly string[];
  readonly estimatedUsd: number | undefined;
}

export function spendingRecord(tag = 'test:tag'): SpendingRecord {
  const notes: string[] = [];
  let state: 'none' | 'sending' | 'submitted' | 'unknown' = 'none';
  let estimated: number | undefined;
  const ended = (next: 'none' | 'submitted' | 'unknown', note: string) => {
    if (state !== 'sending')
      throw new AppError('internal', `The record is ${state} when it is told: ${note}.`);
    state = next;
    notes.push(note);
  };
  return {
    tag,
    callbackUrl: undefined,
    notes,
    get estimatedUsd() {
      return estimated;
    },
    sending: async ({ provider, model, estimatedUsd }) => {
      if (state !== 'none') throw new AppError('provider-unconfirmed', 'An earlier request may have left.');
      state = 'sending';
      estimated = estimatedUsd;
      notes.push(`sending ${provider} ${model ?? ''}`.trim());
    },
    submitted: async (requestId) => ended('submitted', `submitted ${requestId}`),
    notTaken: async () => ended('none', 'not-taken'),
    unknown: async () => ended('unknown', 'unknown'),
  };
}
