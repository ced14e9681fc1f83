import { AppError } from '../../kernel/errors.ts';
import { findEntry, lockBalance, type Moved, moveCredits, personAccount } from '../../store/ledger.ts';
import type { Sql } from '../../store/sql.ts';
import type { ActionParts } from '../parts.ts';

interface Adjustment {
  readonly personId: string;
  /** Of the command that asks for it: the same one again changes nothing. */
  readonly idempotencyKey: string;
  /** Which operator. */
  readonly reference: string;
  readonly note: string;
}

export interface Adjusted {
  readonly balanceCredits: number;
  /** Signed: what was given, or taken. */
  readonly delta: number;
  /** True where the same command had done it before. */
  readonly repeated: boolean;
}

type Parts = Pick<ActionParts, 'database'>;

/**
 * Gives credits, or takes them where `delta` is below 0. Throws `credits-missing` (`needed`, `balance`) where more would
 * be taken than there are, `not-found`, `invalid-arguments` for what is no whole number, and `conflict` for a key of
 * another movement.
 */
export async function grantCredits(
  { database }: Parts,
  grant: Adjustment & { readonly delta: number },
): Promise<Adjusted> {
  requireWhole(grant.delta);
  return await database.db.transaction(async (transaction) => {
    const balance = await requireBalance(transaction, grant.personId);
    return await adjust(transaction, grant, grant.delta, balance);
  });
}

/** Brings a balance to that number, by the movement that is missing. Throws as `grantCredits` does. */
export async function setCredits(
  { database }: Parts,
  wanted: Adjustment & { readonly balance: number },
): Promise<Adjusted> {
  requireWhole(wanted.balance);
  if (wanted.balance < 0) {
    throw new AppError('invalid-arguments', `The balance ${wanted.balance} is below 0.`);
  }
  return await database.db.transaction(async (transaction) => {
    const balance = await requireBalance(transaction, wanted.personId);
    // Repeated after other movements, it would ask for another one under the same key.
    if (await findEntry(transaction, wanted.idempotencyKey)) {
      return { balanceCredits: balance, delta: 0, repeated: true };
    }
    return await adjust(transaction, wanted, wanted.balance - balance, balance);
  });
}

function requireWhole(credits: number): void {
  if (Number.isSafeInteger(credits)) return;
  throw new AppError('invalid-arguments', `Credits are whole numbers, and ${credits} is none.`);
}

async function requireBalance(transaction: Sql, personId: string): Promise<number> {
  const balance = await lockBalance(transaction, personId);
  if (balance !== undefined) return balance;
  throw new AppError('not-found', `Nobody with the id ${personId} has an account.`);
}

async function adjust(
  transaction: Sql,
  { personId, idempotencyKey, reference, note }: Adjustment,
  delta: number,
  balance: number,
): Promise<Adjusted> {
  if (delta === 0) return { balanceCredits: balance, delta, repeated: false };
  const own = personAccount(personId);
  const moved: Moved = await moveCredits(transaction, {
    idempotencyKey,
    kind: delta > 0 ? 'granted' : 'taken',
    from: delta > 0 ? 'system:granted' : own,
    to: delta > 0 ? own : 'system:granted',
    amount: Math.abs(delta),
    reference,
    note,
  });
  const { repeated } = moved;
  return { balanceCredits: repeated ? balance : (moved.balance ?? balance), delta, repeated };
}
