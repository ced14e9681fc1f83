import { eq, sql as raw } from 'drizzle-orm';
import { z } from 'zod';
import type { CreditOperationKind } from '../domain/credits/credit-operation.ts';
import { AppError } from '../kernel/errors.ts';
import { ledgerAccount, ledgerEntry } from './schema/ledger.ts';
import type { Sql } from './sql.ts';

/** The other side of every movement of a person's. Their balances are sums of postings, kept nowhere. */
export type SystemAccount = `system:${'bonus' | 'granted' | 'held' | 'spent' | 'imported'}`;
type AccountCode = SystemAccount | `person:${string}`;

export interface Movement {
  /** The same key again moves nothing; with another movement it is refused. */
  readonly idempotencyKey: string;
  readonly kind: CreditOperationKind;
  readonly from: AccountCode;
  readonly to: AccountCode;
  /** Above 0. */
  readonly amount: number;
  /** The production, the operator or the payment that it is about. */
  readonly reference?: string;
  readonly note?: string;
  /** The entry that it takes back: each can be taken back once, whatever key is used. */
  readonly reverses?: number;
}

export interface Moved {
  readonly entryId: number;
  /** True where the key had moved it before. */
  readonly repeated: boolean;
  /** Of the person, right after the movement; undefined between two system accounts. */
  readonly balance: number | undefined;
}

export function personAccount(personId: string): `person:${string}` {
  return `person:${personId}`;
}

/** Does nothing where the account is there. */
export async function openAccount(sql: Sql, personId: string): Promise<void> {
  await sql
    .insert(ledgerAccount)
    .values({ code: personAccount(personId), kind: 'person' })
    .onConflictDoNothing();
}

/** Undefined where the person has no account. */
export async function readBalance(sql: Sql, personId: string): Promise<number | undefined> {
  const [row] = await sql
    .select()
    .from(ledgerAccount)
    .where(eq(ledgerAccount.code, personAccount(personId)));
  return row?.balance;
}

/** Keeps everybody else from moving this person's credits until the transaction ends. */
export async function lockBalance(sql: Sql, personId: string): Promise<number | undefined> {
  const [row] = await sql
    .select()
    .from(ledgerAccount)
    .where(eq(ledgerAccount.code, personAccount(personId)))
    .for('update');
  return row?.balance;
}

export async function findEntry(sql: Sql, idempotencyKey: string): Promise<{ id: number } | undefined> {
  const [row] = await sql
    .select({ id: ledgerEntry.id })
    .from(ledgerEntry)
    .where(eq(ledgerEntry.idempotencyKey, idempotencyKey));
  return row;
}

const movedRow = z.object({
  // pg gives a bigint as text, so that no digit is lost.
  entry_id: z.coerce.number(),
  repeated: z.boolean(),
  balance: z.coerce.number().nullable(),
});

/**
 * Moves credits in a savepoint of the caller's transaction, so that a refusal leaves it usable. Throws
 * `credits-missing` with `needed` and `balance`, `conflict` for a key or a taking back that was used for another
 * movement, and `not-found` for a person without an account.
 */
export async function moveCredits(sql: Sql, movement: Movement): Promise<Moved> {
  const { idempotencyKey, kind, reference, note, from, to, amount, reverses } = movement;
  try {
    return await sql.transaction(async (savepoint) => {
      const { rows } = await savepoint.execute(
        raw`select * from ugc.ledger_move(${idempotencyKey}, ${kind}, ${reference ?? null}, ${note ?? null},
          ${from}, ${to}, ${amount}, ${reverses ?? null})`,
      );
      const row = movedRow.parse(rows[0]);
      return { entryId: row.entry_id, repeated: row.repeated, balance: row.balance ?? undefined };
    });
  } catch (error) {
    throw await refusalOf(sql, movement, error);
  }
}

async function refusalOf(sql: Sql, { from, to, amount, idempotencyKey }: Movement, thrown: unknown) {
  const violated = constraintOf(thrown);
  if (violated === 'balance_not_negative') {
    const [row] = await sql.select().from(ledgerAccount).where(eq(ledgerAccount.code, from));
    return creditsMissing(amount, row?.balance ?? 0, thrown);
  }
  if (violated === 'ledger_account_unknown') {
    return new AppError('not-found', `There is no account ${from} or no account ${to}.`, { cause: thrown });
  }
  if (violated === 'ledger_key_reused' || violated === 'ledger_entry_reverses') {
    const message = `The movement ${idempotencyKey} was made before, in another way; it can be made once.`;
    return new AppError('conflict', message, { cause: thrown });
  }
  return thrown;
}

function creditsMissing(needed: number, balance: number, cause: unknown): AppError {
  const message = `${needed} credits are needed and the balance is ${balance}.`;
  return new AppError('credits-missing', message, { details: { needed, balance }, cause });
}

/** The constraint that the database says was violated; Drizzle wraps what the driver throws. */
function constraintOf(thrown: unknown): string | undefined {
  const cause = thrown instanceof Error && thrown.cause !== undefined ? thrown.cause : thrown;
  const parsed = z.object({ constraint: z.string() }).safeParse(cause);
  return parsed.data?.constraint;
}
