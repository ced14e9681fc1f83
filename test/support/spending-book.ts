import type { Spending } from '../../src/ports/work.ts';

/** What was written down of paid calls, in order: `sending 0.1500`, `submitted <id>`, `notTaken`, `unknown`. */
export function openSpendingBook(callbackUrl?: string) {
  const entries: string[] = [];
  const spending: Spending = {
    tag: 'test:montage:1',
    callbackUrl,
    sending: async ({ provider, estimatedUsd }) => {
      entries.push(`sending ${provider} ${estimatedUsd.toFixed(4)}`);
    },
    submitted: async (requestId) => {
      entries.push(`submitted ${requestId}`);
    },
    notTaken: async () => {
      entries.push('notTaken');
    },
    unknown: async () => {
      entries.push('unknown');
    },
  };
  return { entries, spending };
}
