import { asAppError } from '../../kernel/errors.ts';
import { logOf } from '../../platform/log/log.ts';
import type { ActionParts } from '../parts.ts';

/** What an account at a service has bought for this period, and used of it. */
export interface AccountCredits {
  readonly plan: string;
  readonly usedCredits: number;
  readonly limitCredits: number;
  readonly resetsAt: Date | undefined;
}

/** A service that sells by credits and tells what is left. */
export interface ServiceAccount {
  /** As in `provider_call`. */
  readonly service: string;
  /** Costs nothing. */
  readCredits(signal: AbortSignal): Promise<AccountCredits>;
}

export interface ReadAccount {
  readonly service: string;
  /** Undefined where it could not be asked. */
  readonly credits: AccountCredits | undefined;
}

/** Operators wait for it, and have other things to read. */
const deadlineMs = 5000;

export async function readAccounts({
  accounts = [],
  log,
}: Pick<ActionParts, 'accounts' | 'log'>): Promise<readonly ReadAccount[]> {
  return await Promise.all(
    accounts.map(async ({ service, readCredits }) => {
      const credits = await readCredits(AbortSignal.timeout(deadlineMs)).catch((error: unknown) => {
        logOf(log, 'statistics').warn({ service, err: asAppError(error) }, 'An account could not be read.');
        return undefined;
      });
      return { service, credits };
    }),
  );
}
