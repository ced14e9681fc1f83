import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  index,
  integer,
  jsonb,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { time, ugc } from './ugc.ts';

/** The inbox: an update is acknowledged when it stands here, and worked off in its sender's order. */
export const telegramUpdate = ugc.table(
  'telegram_update',
  {
    botId: bigint('bot_id', { mode: 'number' }).notNull(),
    /** Compared for equality only: after a quiet week Telegram may go on with a lower number. */
    updateId: bigint('update_id', { mode: 'number' }).notNull(),
    sequence: bigint('sequence', { mode: 'number' }).generatedAlwaysAsIdentity().notNull(),
    /** Whose order it stands in: a user's id, or a chat's where no user sent it. */
    lane: bigint('lane', { mode: 'number' }).notNull(),
    kind: text('kind').notNull(),
    body: jsonb('body').notNull(),
    state: text('state').notNull().default('waiting'),
    attempts: integer('attempts').notNull().default(0),
    receivedAt: time('received_at').notNull().defaultNow(),
    endedAt: time('ended_at'),
  },
  (table) => [
    primaryKey({ columns: [table.botId, table.updateId] }),
    check('telegram_update_state', sql`${table.state} in ('waiting', 'done', 'dead')`),
    index('telegram_update_waiting')
      .on(table.botId, table.lane, table.sequence)
      .where(sql`state = 'waiting'`),
    index('telegram_update_age').on(table.receivedAt),
    index('telegram_update_lane').on(table.lane),
  ],
);

/** Where a person's conversation stands. `revision` is in every button, so that an old one is known as such. */
export const conversation = ugc.table('conversation', {
  personId: text('person_id').primaryKey(),
  revision: integer('revision').notNull(),
  state: jsonb('state').notNull(),
  /** The message that shows the state: id, kind, and the revision that it shows. */
  screen: jsonb('screen'),
  updatedAt: time('updated_at').notNull().defaultNow(),
});

/** Telegram's id of a picture or video that was uploaded once, by the key of its content. */
export const telegramFile = ugc.table(
  'telegram_file',
  {
    botId: bigint('bot_id', { mode: 'number' }).notNull(),
    contentKey: text('content_key').notNull(),
    fileId: text('file_id').notNull(),
    savedAt: time('saved_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.botId, table.contentKey] }),
    index('telegram_file_age').on(table.savedAt),
  ],
);

/** What the bot has told Telegram about itself, so that it is told again only when changed; the webhook's secret. */
export const botSetting = ugc.table('bot_setting', {
  key: text('key').primaryKey(),
  value: jsonb('value').notNull(),
  savedAt: time('saved_at').notNull().defaultNow(),
});

/** What is sent to a person because of a production; a kill between sending and recording may repeat it once. */
export const delivery = ugc.table(
  'delivery',
  {
    /** Of an album the id of the request whose renders it shows; of what did not fit into it the first render's. */
    productionId: uuid('production_id').notNull(),
    kind: text('kind').notNull(),
    state: text('state').notNull().default('waiting'),
    attempts: integer('attempts').notNull().default(0),
    /** Times that it may have been sent twice. */
    repeats: integer('repeats').notNull().default(0),
    messageId: bigint('message_id', { mode: 'number' }),
    createdAt: time('created_at').notNull().defaultNow(),
    sentAt: time('sent_at'),
  },
  (table) => [
    primaryKey({ columns: [table.productionId, table.kind] }),
    check('delivery_kind', sql`${table.kind} in ('speech', 'video', 'failure', 'album')`),
    check('delivery_state', sql`${table.state} in ('waiting', 'sending', 'sent', 'undeliverable')`),
    index('delivery_unsent').on(table.createdAt).where(sql`state in ('waiting', 'sending')`),
    index('delivery_ended').on(table.sentAt).where(sql`sent_at is not null`),
  ],
);

/** The one message in which the progress of a production, a request for renders or a task is shown by editing it. */
export const progressMessage = ugc.table(
  'progress_message',
  {
    productionId: uuid('production_id').primaryKey(),
    chatId: bigint('chat_id', { mode: 'number' }).notNull(),
    messageId: bigint('message_id', { mode: 'number' }).notNull(),
    startedAt: time('started_at').notNull().defaultNow(),
    endedAt: time('ended_at'),
  },
  (table) => [
    index('progress_message_open').on(table.startedAt).where(sql`ended_at is null`),
    index('progress_message_ended').on(table.endedAt).where(sql`ended_at is not null`),
  ],
);

/** Slow work that a conversation waits for: a background to fetch, a photo to look at, a picture to edit. */
export const chatTask = ugc.table(
  'chat_task',
  {
    id: uuid('id').primaryKey(),
    personId: text('person_id').notNull(),
    task: jsonb('task').notNull(),
    state: text('state').notNull().default('waiting'),
    /** What a slow service gave us to ask for the result by; opaque. */
    operation: jsonb('operation'),
    /** When the service said last that it is done: whoever waits for it asks it now. */
    reportedAt: time('reported_at'),
    createdAt: time('created_at').notNull().defaultNow(),
    endedAt: time('ended_at'),
  },
  (table) => [
    check('chat_task_state', sql`${table.state} in ('waiting', 'done', 'failed', 'cancelled')`),
    index('chat_task_person').on(table.personId),
    index('chat_task_waiting').on(table.createdAt).where(sql`state = 'waiting'`),
    index('chat_task_ended').on(table.createdAt).where(sql`state <> 'waiting'`),
  ],
);

/** Between a user and the operators, both ways: kept before it is sent, so that nothing is lost. */
export const operatorMessage = ugc.table(
  'operator_message',
  {
    id: uuid('id').primaryKey(),
    personId: text('person_id').notNull(),
    kind: text('kind').notNull(),
    /** `to_operators` or `to_person`. */
    direction: text('direction').notNull(),
    text: text('text'),
    /** Telegram's id of a photo or video, with its kind. */
    attachment: jsonb('attachment'),
    /** What a report is about. */
    subject: jsonb('subject'),
    state: text('state').notNull().default('waiting'),
    attempts: integer('attempts').notNull().default(0),
    /** Where it arrived: an operator's answer to that message finds its person by it. */
    chatId: bigint('chat_id', { mode: 'number' }),
    messageId: bigint('message_id', { mode: 'number' }),
    createdAt: time('created_at').notNull().defaultNow(),
    sentAt: time('sent_at'),
  },
  (table) => [
    check('operator_message_kind', sql`${table.kind} in ('feedback', 'report', 'top_up', 'reply', 'notice')`),
    check('operator_message_direction', sql`${table.direction} in ('to_operators', 'to_person')`),
    check('operator_message_state', sql`${table.state} in ('waiting', 'sent', 'undeliverable')`),
    index('operator_message_waiting').on(table.createdAt).where(sql`state = 'waiting'`),
    index('operator_message_ended').on(table.createdAt).where(sql`state <> 'waiting'`),
    uniqueIndex('operator_message_place').on(table.chatId, table.messageId),
    index('operator_message_person').on(table.personId, table.createdAt.desc()),
  ],
);
