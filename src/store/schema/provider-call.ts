import { sql } from 'drizzle-orm';
import { check, index, numeric, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { time, ugc } from './ugc.ts';

/**
 * Every request to a service that costs money, written down before it leaves: what a restart finds as `sending` is
 * looked up at the vendor's, never sent again. The day's budget and the statistics are sums over it.
 */
export const providerCall = ugc.table(
  'provider_call',
  {
    /** Our mark of the work, which the vendor is given too where it keeps one. */
    tag: text('tag').primaryKey(),
    owner: text('owner').notNull(),
    productionId: uuid('production_id'),
    /** `speech`, `talking-head`, `picture-edit`, `overlay` or `montage`. */
    capability: text('capability').notNull(),
    provider: text('provider').notNull(),
    /** Who sent it, and can read what the vendor gives for it; null in rows of earlier versions. */
    adapter: text('adapter'),
    model: text('model'),
    state: text('state').notNull().default('sending'),
    /** The vendor's own id: its webhook names it. */
    requestId: text('request_id'),
    estimatedUsd: numeric('estimated_usd', { precision: 12, scale: 6, mode: 'number' }).notNull(),
    actualUsd: numeric('actual_usd', { precision: 12, scale: 6, mode: 'number' }),
    errorReason: text('error_reason'),
    createdAt: time('created_at').notNull().defaultNow(),
    endedAt: time('ended_at'),
  },
  (table) => [
    check(
      'provider_call_state',
      sql`${table.state} in ('sending', 'submitted', 'unknown', 'done', 'failed', 'not-taken')`,
    ),
    uniqueIndex('provider_call_request').on(table.provider, table.requestId),
    index('provider_call_day').on(table.createdAt),
    index('provider_call_owner').on(table.owner, table.createdAt.desc()),
    index('provider_call_production').on(table.productionId).where(sql`production_id is not null`),
  ],
);
