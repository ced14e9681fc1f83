import { randomUUID } from 'node:crypto';
import type { Spending } from '../../src/ports/work.ts';

export type SpendingNote =
  | { readonly sending: Parameters<Spending['sending']>[0] }
  | { readonly submitted: string }
  | 'not-taken'
  | 'unknown';

/** Remembers what an adapter writes down about one paid call. */
export interface RecordedSpending extends Spending {
  readonly notes: readonly SpendingNote[];
}

export function recordedSpending(
  given: Partial<Pick<Spending, 'tag' | 'callbackUrl'>> = {},
): RecordedSpending {
  const notes: SpendingNote[] = [];
  return {
    tag: given.tag ?? `test:${randomUUID()}`,
    callbackUrl: given.callbackUrl,
    notes,
    sending: async (call) => void notes.push({ sending: call }),
    submitted: async (requestId) => void notes.push({ submitted: requestId }),
    notTaken: async () => void notes.push('not-taken'),
    unknown: async () => void notes.push('unknown'),
  };
}
