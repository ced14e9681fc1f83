import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  doublePrecision,
  index,
  integer,
  jsonb,
  numeric,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { time, ugc } from './ugc.ts';

/** One ordered ad. Its steps carry the work. */
export const production = ugc.table(
  'production',
  {
    id: uuid('id').primaryKey(),
    owner: text('owner').notNull(),
    /** SHA-256 of owner and order: the same command again finds its own unfinished work by it. */
    fingerprint: text('fingerprint').notNull(),
    order: jsonb('order').notNull(),
    state: text('state').notNull(),
    errorReason: text('error_reason'),
    errorMessage: text('error_message'),
    /** Values that the texts in each language are built from. */
    errorDetails: jsonb('error_details'),
    /** Who tells the owner of it: the shell that waits, or a chat. */
    channel: text('channel').notNull().default('shell'),
    /** The step after which the owner is asked whether to go on; none for what is made at once. */
    pauseAfter: text('pause_after'),
    /** Takes of one script and its changes belong together: at most one of them becomes a video. */
    draftId: uuid('draft_id'),
    /** Where this one is another render of a finished video: that video's production. */
    sourceId: uuid('source_id'),
    /** Renders that were asked for at once, and are made in turn and delivered together. */
    requestId: uuid('request_id'),
    /** From 0, in the order in which they are made. */
    requestPosition: integer('request_position').notNull().default(0),
    /** Another take or text took its place. */
    supersededAt: time('superseded_at'),
    priceCredits: integer('price_credits').notNull().default(0),
    createdAt: time('created_at').notNull().defaultNow(),
    /** When its speech could be heard: what never became a video is a voice-over in the history. */
    spokenAt: time('spoken_at'),
    /** When the video was paid for. */
    confirmedAt: time('confirmed_at'),
    finishedAt: time('finished_at'),
    deletedAt: time('deleted_at'),
  },
  (table) => [
    check(
      'production_state',
      sql`${table.state} in ('running', 'awaiting_confirmation', 'awaiting_engine', 'delivered', 'failed', 'cancelled', 'expired')`,
    ),
    check('production_channel', sql`${table.channel} in ('shell', 'telegram')`),
    uniqueIndex('production_unfinished').on(table.owner, table.fingerprint).where(sql`state = 'running'`),
    index('production_history')
      .on(table.owner, table.createdAt.desc(), table.id.desc())
      .where(sql`spoken_at is not null and superseded_at is null and deleted_at is null`),
    index('production_of_owner').on(table.owner, table.createdAt.desc()),
    index('production_in_work').on(table.createdAt).where(sql`state = 'running'`),
    index('production_awaiting')
      .on(table.owner, table.createdAt.desc())
      .where(sql`state = 'awaiting_confirmation'`),
    index('production_awaiting_engine')
      .on(table.owner, table.createdAt.desc())
      .where(sql`state = 'awaiting_engine'`),
    uniqueIndex('production_request').on(table.requestId, table.requestPosition),
    index('production_source').on(table.sourceId).where(sql`source_id is not null`),
    index('production_finished').on(table.finishedAt).where(sql`finished_at is not null`),
    index('production_draft').on(table.draftId).where(sql`draft_id is not null`),
  ],
);

export const step = ugc.table(
  'step',
  {
    productionId: uuid('production_id')
      .notNull()
      .references(() => production.id, { onDelete: 'cascade' }),
    kind: text('kind').notNull(),
    position: integer('position').notNull(),
    state: text('state').notNull().default('waiting'),
    /** Raised by every claim and every recovery: a write of an older attempt finds no row. */
    attempt: integer('attempt').notNull().default(0),
    /** Token of the job that claimed it: a queue that hands the same job out again may claim again. */
    claimedBy: uuid('claimed_by'),
    failures: integer('failures').notNull().default(0),
    fraction: doublePrecision('fraction').notNull().default(0),
    resultKey: text('result_key'),
    reused: boolean('reused').notNull().default(false),
    adapter: text('adapter'),
    /** What a slow adapter gave us to ask for the result by; opaque. */
    operation: jsonb('operation'),
    estimatedCostUsd: numeric('estimated_cost_usd', { precision: 12, scale: 6, mode: 'number' }),
    actualCostUsd: numeric('actual_cost_usd', { precision: 12, scale: 6, mode: 'number' }),
    seconds: doublePrecision('seconds'),
    cpuSeconds: doublePrecision('cpu_seconds'),
    startedAt: time('started_at'),
    finishedAt: time('finished_at'),
  },
  (table) => [
    primaryKey({ columns: [table.productionId, table.kind] }),
    index('step_finished').on(table.finishedAt).where(sql`finished_at is not null`),
    check('step_state', sql`${table.state} in ('waiting', 'running', 'done', 'failed')`),
  ],
);

/** What a step made, found again by the key of everything that went into it. */
export const storedResult = ugc.table(
  'stored_result',
  {
    key: text('key').primaryKey(),
    owner: text('owner').notNull(),
    kind: text('kind').notNull(),
    value: jsonb('value').notNull(),
    adapter: text('adapter').notNull(),
    bytes: bigint('bytes', { mode: 'number' }).notNull(),
    createdAt: time('created_at').notNull().defaultNow(),
    expiresAt: time('expires_at'),
  },
  (table) => [
    index('stored_result_owner').on(table.owner, table.createdAt.desc()),
    index('stored_result_expiry').on(table.expiresAt).where(sql`expires_at is not null`),
  ],
);

/** That a person may be shown: what was agreed to, when, and for which picture. */
export const consent = ugc.table(
  'consent',
  {
    owner: text('owner').notNull(),
    pictureSha256: text('picture_sha256').notNull(),
    textVersion: text('text_version').notNull(),
    givenAt: time('given_at').notNull().defaultNow(),
    withdrawnAt: time('withdrawn_at'),
  },
  (table) => [primaryKey({ columns: [table.owner, table.pictureSha256, table.textVersion] })],
);

/** What the next render of a finished video is to look like; the settings that it was made with where there is none. */
export const renderDraft = ugc.table('render_draft', {
  productionId: uuid('production_id')
    .primaryKey()
    .references(() => production.id, { onDelete: 'cascade' }),
  owner: text('owner').notNull(),
  settings: jsonb('settings').notNull(),
  updatedAt: time('updated_at').notNull().defaultNow(),
});
