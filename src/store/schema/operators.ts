import { sql } from 'drizzle-orm';
import { bigint, check, index, integer, jsonb, text, uuid } from 'drizzle-orm/pg-core';
import { time, ugc } from './ugc.ts';

/** Every operator's command, whatever came of it. */
export const auditLog = ugc.table(
  'audit_log',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    operatorId: bigint('operator_id', { mode: 'number' }).notNull(),
    command: text('command').notNull(),
    argument: text('argument').notNull().default(''),
    outcome: text('outcome').notNull(),
    at: time('at').notNull().defaultNow(),
  },
  (table) => [
    index('audit_log_operator').on(table.operatorId, table.at.desc()),
    index('audit_log_time').on(table.at.desc()),
  ],
);

/** A message to everybody, sent in batches: `cursor` is the last person that was served. */
export const broadcast = ugc.table(
  'broadcast',
  {
    id: uuid('id').primaryKey(),
    operatorId: bigint('operator_id', { mode: 'number' }).notNull(),
    body: jsonb('body').notNull(),
    state: text('state').notNull().default('draft'),
    cursor: text('cursor').notNull().default(''),
    sent: integer('sent').notNull().default(0),
    failed: integer('failed').notNull().default(0),
    createdAt: time('created_at').notNull().defaultNow(),
    endedAt: time('ended_at'),
  },
  (table) => [
    check('broadcast_state', sql`${table.state} in ('draft', 'running', 'done', 'cancelled')`),
    index('broadcast_time').on(table.createdAt.desc()),
  ],
);
