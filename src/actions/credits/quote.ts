import type { Quote } from '../../domain/credits/credit-operation.ts';
import { AppError } from '../../kernel/errors.ts';
import { isMadeAlready } from '../../pipeline/made-already.ts';
import { readBalance } from '../../store/ledger.ts';
import { findOwnProduction, type Production } from '../../store/productions.ts';
import type { ActionParts } from '../parts.ts';

/** What a video costs, or going on with a production of the person's. Throws `not-found` for another's. */
export async function quote(parts: ActionParts, personId: string, productionId?: string): Promise<Quote> {
  const { db } = parts.database;
  const balanceCredits = (await readBalance(db, personId)) ?? 0;
  if (productionId === undefined) {
    return { priceCredits: parts.limits.videoPriceCredits, balanceCredits };
  }
  const production = await findOwnProduction(db, personId, productionId);
  if (!production) throw new AppError('not-found', `There is no production ${productionId} of yours.`);
  return { priceCredits: await priceOf(parts, production), balanceCredits };
}

/** Nothing where every stage is in store: the same work is never paid for twice. */
export async function priceOf(parts: ActionParts, production: Production): Promise<number> {
  if (production.confirmedAt !== null) return production.priceCredits;
  if (production.order.engines?.head === 'local') return 0;
  return (await isMadeAlready(parts, production)) ? 0 : parts.limits.videoPriceCredits;
}
