import type { Refusal } from './production-status.ts';

/**
 * A service that took the same piece of work so often, each time for money, and came to nothing, is not asked a further
 * time by its owner's wish: the built-in engine or a stop are left.
 */
export const maxPaidTries = 3;

/** Whether its owner may let the service be asked once more; `details.paidTries` is how often it was paid in vain. */
export function mayAskAgain({ details }: Pick<Refusal, 'details'>): boolean {
  return Number(details.paidTries ?? 0) < maxPaidTries;
}
