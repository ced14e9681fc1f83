import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  foreignKey,
  index,
  integer,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { time, ugc } from './ugc.ts';

/**
 * Double entry: a movement is one entry with two postings whose sum is 0. Only persons keep a balance: a system
 * account's row would be written by every movement.
 */
export const ledgerAccount = ugc.table(
  'ledger_account',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    /** `person:telegram:42`, `system:bonus`, `system:held`, `system:spent`, `system:granted`. */
    code: text('code').notNull(),
    kind: text('kind').notNull(),
    balance: bigint('balance', { mode: 'number' }).notNull().default(0),
  },
  (table) => [
    uniqueIndex('ledger_account_code').on(table.code),
    check('ledger_account_kind', sql`${table.kind} in ('person', 'system')`),
    check('balance_not_negative', sql`${table.balance} >= 0`),
  ],
);

export const ledgerEntry = ugc.table(
  'ledger_entry',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    /** `bonus:<person>`, `hold:<production>`, `capture:<production>`, `release:<production>`, `grant:<update>`. */
    idempotencyKey: text('idempotency_key').notNull(),
    kind: text('kind').notNull(),
    /** The production, the operator or the payment that it is about. */
    reference: text('reference'),
    note: text('note'),
    /** Of all that the movement is: the same key with another movement is refused. */
    fingerprint: text('fingerprint').notNull(),
    /** A movement can be taken back once, whatever key is used. */
    reverses: bigint('reverses', { mode: 'number' }),
    createdAt: time('created_at').notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('ledger_entry_key').on(table.idempotencyKey),
    uniqueIndex('ledger_entry_reverses').on(table.reverses),
    foreignKey({ columns: [table.reverses], foreignColumns: [table.id], name: 'ledger_entry_reversed' }),
    index('ledger_entry_time').on(table.createdAt),
  ],
);

export const ledgerPosting = ugc.table(
  'ledger_posting',
  {
    entryId: bigint('entry_id', { mode: 'number' })
      .notNull()
      .references(() => ledgerEntry.id),
    accountId: bigint('account_id', { mode: 'number' })
      .notNull()
      .references(() => ledgerAccount.id),
    amount: bigint('amount', { mode: 'number' }).notNull(),
    /** Of a person's account; null for the system's. */
    balanceAfter: bigint('balance_after', { mode: 'number' }),
  },
  (table) => [
    primaryKey({ columns: [table.entryId, table.accountId] }),
    check('ledger_posting_amount', sql`${table.amount} <> 0`),
    index('ledger_posting_history').on(table.accountId, table.entryId.desc()),
  ],
);

/** What a confirmed production holds, until it is delivered (captured) or fails (released). */
export const creditHold = ugc.table(
  'credit_hold',
  {
    productionId: uuid('production_id').primaryKey(),
    personId: text('person_id').notNull(),
    amount: integer('amount').notNull(),
    state: text('state').notNull().default('held'),
    createdAt: time('created_at').notNull().defaultNow(),
    settledAt: time('settled_at'),
  },
  (table) => [
    check('credit_hold_state', sql`${table.state} in ('held', 'captured', 'released')`),
    check('credit_hold_amount', sql`${table.amount} >= 0`),
    index('credit_hold_open').on(table.createdAt).where(sql`state = 'held'`),
  ],
);
