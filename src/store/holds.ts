import { and, eq } from 'drizzle-orm';
import { findEntry, moveCredits, personAccount } from './ledger.ts';
import { creditHold } from './schema/ledger.ts';
import type { Sql } from './sql.ts';

export interface NewHold {
  readonly productionId: string;
  readonly personId: string;
  /** Nothing moves for 0, but the hold says that the production was confirmed at that price. */
  readonly amount: number;
}

/** In the transaction that confirms the production. Throws `credits-missing` as `moveCredits` does. */
export async function holdCredits(sql: Sql, hold: NewHold): Promise<void> {
  const { productionId, personId, amount } = hold;
  await sql.insert(creditHold).values(hold);
  if (amount === 0) return;
  await moveCredits(sql, {
    idempotencyKey: `hold:${productionId}`,
    kind: 'held',
    from: personAccount(personId),
    to: 'system:held',
    amount,
    reference: productionId,
  });
}

export interface SettledHold {
  readonly productionId: string;
  readonly personId: string;
  readonly amount: number;
}

/** In the transaction that ends the production. Undefined where nothing was held, or it is settled already. */
export async function settleHold(
  sql: Sql,
  productionId: string,
  how: 'captured' | 'released',
): Promise<SettledHold | undefined> {
  const [hold] = await sql
    .update(creditHold)
    .set({ state: how, settledAt: new Date() })
    .where(and(eq(creditHold.productionId, productionId), eq(creditHold.state, 'held')))
    .returning({
      productionId: creditHold.productionId,
      personId: creditHold.personId,
      amount: creditHold.amount,
    });
  if (!hold) return undefined;
  if (hold.amount > 0) await (how === 'captured' ? capture : release)(sql, hold);
  return hold;
}

async function capture(sql: Sql, { productionId, amount }: SettledHold): Promise<void> {
  await moveCredits(sql, {
    idempotencyKey: `capture:${productionId}`,
    kind: 'captured',
    from: 'system:held',
    to: 'system:spent',
    amount,
    reference: productionId,
  });
}

async function release(sql: Sql, { productionId, personId, amount }: SettledHold): Promise<void> {
  const held = await findEntry(sql, `hold:${productionId}`);
  if (!held) throw new Error(`the hold of production ${productionId} has no entry in the ledger`);
  await moveCredits(sql, {
    idempotencyKey: `release:${productionId}`,
    kind: 'released',
    from: 'system:held',
    to: personAccount(personId),
    amount,
    reference: productionId,
    reverses: held.id,
  });
}
