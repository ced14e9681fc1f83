import { asAppError } from '../../kernel/errors.ts';
import { logOf } from '../../platform/log/log.ts';
import type { ActionParts } from '../parts.ts';
import type { AccountCredits } from './service-account.ts';

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
