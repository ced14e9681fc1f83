import { AppError } from '../../kernel/errors.ts';
import { enqueueStep } from '../../pipeline/jobs.ts';
import { holdCredits } from '../../store/holds.ts';
import { lockBalance } from '../../store/ledger.ts';
import { countVideosOfDay, markConfirmed } from '../../store/production-states.ts';
import { findOwnProduction, type Production } from '../../store/productions.ts';
import type { Sql } from '../../store/sql.ts';
import { listSteps } from '../../store/steps.ts';
import { priceOf } from '../credits/quote.ts';
import { requireAdmitted } from '../people/require-admitted.ts';
import type { ActionParts, Person } from '../parts.ts';

export interface Confirmed {
  readonly priceCredits: number;
  /** True where it had been confirmed before and goes on, or was delivered: nothing happened now. */
  readonly repeated: boolean;
}

/**
 * Holds what the video costs and sends the production on, in one transaction. Throws `credits-missing` (`needed`,
 * `balance`) and `limit-reached` (`limit`), and the production goes on waiting; `conflict` where it does not wait,
 * because it was cancelled, expired or another take is in its place; `not-found` for another's.
 */
export async function confirmProduction(
  parts: ActionParts,
  person: Person,
  productionId: string,
): Promise<Confirmed> {
  const { db } = parts.database;
  const production = await requireOwn(db, person, productionId);
  if (production.state !== 'awaiting_confirmation') return confirmedBefore(production);
  const priceCredits = await priceOf(parts, production);
  const { id, owner } = production;
  const confirmed = await db.transaction(async (transaction) => {
    await requireAdmitted(transaction, owner);
    if (!(await markConfirmed(transaction, { id, owner, priceCredits }))) return false;
    // From here on this person's confirmations go one by one, so that the day's limit is counted rightly.
    await lockBalance(transaction, owner);
    await requireRoomToday(parts, transaction, owner);
    await holdCredits(transaction, { productionId: id, personId: owner, amount: priceCredits });
    await enqueueNext(parts, transaction, id);
    return true;
  });
  if (confirmed) parts.stopAt('order:confirmed');
  return confirmed ? { priceCredits, repeated: false } : confirmedBefore(await requireOwn(db, person, id));
}

async function requireOwn(sql: Sql, person: Person, productionId: string): Promise<Production> {
  const production = await findOwnProduction(sql, person.owner, productionId);
  if (production) return production;
  throw new AppError('not-found', `There is no production ${productionId} of yours.`);
}

/** The same confirmation again, after a kill or by a second press, is none of two. */
function confirmedBefore({ id, state, confirmedAt, priceCredits, supersededAt }: Production): Confirmed {
  const goesOn = ['running', 'awaiting_engine', 'delivered', 'failed'].includes(state);
  if (confirmedAt !== null && goesOn) return { priceCredits, repeated: true };
  const why = supersededAt === null ? state : 'superseded';
  throw new AppError('conflict', `The production ${id} waits for no confirmation: it is ${why}.`, {
    details: { state: why },
  });
}

/** `markConfirmed` came before, so this one is counted too. */
async function requireRoomToday({ limits }: ActionParts, sql: Sql, owner: string): Promise<void> {
  const limit = limits.maxVideosPerDay;
  const videos = await countVideosOfDay(sql, owner);
  if (videos <= limit) return;
  throw new AppError('limit-reached', `${limit} videos in 24 hours are allowed, and that many were made.`, {
    details: { limit },
  });
}

async function enqueueNext({ queue }: ActionParts, sql: Sql, productionId: string): Promise<void> {
  const next = (await listSteps(sql, productionId)).find(({ state }) => state !== 'done');
  if (!next) throw new Error(`production ${productionId} has nothing left to make`);
  await enqueueStep(queue, sql, next);
}
