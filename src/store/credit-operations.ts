import { sql as raw } from 'drizzle-orm';
import { z } from 'zod';
import { type CreditOperation, creditOperationKinds } from '../domain/credits/credit-operation.ts';
import { personAccount } from './ledger.ts';
import type { Sql } from './sql.ts';

const operationRow = z.object({
  id: z.coerce.number(),
  kind: z.enum(creditOperationKinds),
  amount: z.coerce.number(),
  balance_after: z.coerce.number(),
  reference: z.string().nullable(),
  note: z.string().nullable(),
  created_at: z.coerce.date(),
});

/** A capture is found by its hold; between the two there are not so many movements of one person. */
const movementsOfOneVideo = 50;

/** A person's movements, newest first, with the captures of what they held, which move nothing of theirs. */
export async function listCreditOperations(
  sql: Sql,
  personId: string,
  range: { readonly offset: number; readonly limit: number },
): Promise<CreditOperation[]> {
  // `offset 0` keeps each look-up one by the index: the planner would read a whole table for some dozens of rows.
  const { rows } = await sql.execute(raw`
    with movements as materialized (
      select entry_id, amount, balance_after from ugc.ledger_posting
      where account_id = (select id from ugc.ledger_account where code = ${personAccount(personId)})
      order by entry_id desc nulls last
      limit ${range.offset + range.limit + movementsOfOneVideo}
    ), own as (
      select e.id, e.kind, m.amount, m.balance_after, e.reference, e.note, e.created_at
      from movements m, lateral (select * from ugc.ledger_entry where id = m.entry_id offset 0) e
    ), captured as (
      select e.id, e.kind, 0::bigint, own.balance_after, e.reference, e.note, e.created_at
      from own, lateral (
        select * from ugc.ledger_entry where idempotency_key = 'capture:' || own.reference offset 0) e
      where own.kind = 'held'
    )
    select * from own union all select * from captured
    order by id desc offset ${range.offset} limit ${range.limit}`);
  return rows.map((row) => operationOf(operationRow.parse(row)));
}

/** The reference of these is a production. */
const aboutProductions: readonly CreditOperation['kind'][] = ['held', 'captured', 'released'];

function operationOf(row: z.infer<typeof operationRow>): CreditOperation {
  const { id, kind, amount, reference } = row;
  return {
    id,
    kind,
    amount,
    balanceAfter: row.balance_after,
    productionId: aboutProductions.includes(kind) ? (reference ?? undefined) : undefined,
    note: row.note ?? undefined,
    at: row.created_at,
  };
}
