import { sql } from 'drizzle-orm';
import { bigint, check, date, index, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { time, ugc } from './ugc.ts';

/** Whoever uses the bot. `id` is the owner of productions and files: `telegram:42`. */
export const person = ugc.table(
  'person',
  {
    id: text('id').primaryKey(),
    telegramId: bigint('telegram_id', { mode: 'number' }).notNull(),
    firstName: text('first_name').notNull(),
    lastName: text('last_name'),
    username: text('username'),
    /** As their Telegram says; `language` is what they chose. */
    languageCode: text('language_code'),
    language: text('language'),
    /** Their own, where stronger than the operator's. */
    disclosure: text('disclosure'),
    /** Of their very first /start: who or what brought them. */
    startPayload: text('start_payload'),
    createdAt: time('created_at').notNull().defaultNow(),
    lastSeenAt: time('last_seen_at').notNull().defaultNow(),
    bannedAt: time('banned_at'),
    /** They blocked the bot: nothing is sent until they write again. */
    unreachableAt: time('unreachable_at'),
    /** They asked to be forgotten: names are gone, the ledger stays. */
    forgottenAt: time('forgotten_at'),
  },
  (table) => [
    uniqueIndex('person_telegram').on(table.telegramId),
    index('person_created').on(table.createdAt),
    index('person_username').on(sql`lower(${table.username})`),
    index('person_folder').on(
      sql`left(encode(sha256(replace(${table.id}, '\\', '\\\\')::bytea), 'hex'), 16)`,
    ),
    check('person_language', sql`${table.language} in ('ru', 'en')`),
    check('person_disclosure', sql`${table.disclosure} in ('none', 'badge', 'label')`),
  ],
);

/** On which days (Moscow's) somebody was active. */
export const activityDay = ugc.table(
  'activity_day',
  { personId: text('person_id').notNull(), day: date('day', { mode: 'string' }).notNull() },
  (table) => [primaryKey({ columns: [table.day, table.personId] })],
);

/** Every /start with a payload, for referrals and ad tracking. */
export const startPayload = ugc.table(
  'start_payload',
  {
    personId: text('person_id').notNull(),
    payload: text('payload').notNull(),
    firstAt: time('first_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.personId, table.payload] }),
    index('start_payload_of').on(table.payload, table.firstAt),
  ],
);

export const rememberedVoice = ugc.table(
  'remembered_voice',
  {
    personId: text('person_id').notNull(),
    language: text('language').notNull(),
    voiceId: text('voice_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.personId, table.language] })],
);

/** A presenter of a user's own: a photo, or an edited picture. */
export const ownPresenter = ugc.table(
  'own_presenter',
  {
    id: uuid('id').primaryKey(),
    owner: text('owner').notNull(),
    origin: text('origin').notNull(),
    /** What it was edited from: a cast id or another own presenter's id. */
    madeFrom: text('made_from'),
    /** The prompts that led from there to here, oldest first, one a line. */
    prompts: text('prompts').array().notNull().default([]),
    gender: text('gender'),
    pictureKey: text('picture_key').notNull(),
    pictureSha256: text('picture_sha256').notNull(),
    /** The picture with what was found drawn into it. */
    checkPictureKey: text('check_picture_key'),
    createdAt: time('created_at').notNull().defaultNow(),
    /** Only then it is in the gallery; until then a draft that expires. */
    consentedAt: time('consented_at'),
    deletedAt: time('deleted_at'),
  },
  (table) => [
    check('own_presenter_origin', sql`${table.origin} in ('photo', 'edit', 'prompt')`),
    check('own_presenter_gender', sql`${table.gender} in ('female', 'male')`),
    index('own_presenter_gallery')
      .on(table.owner, table.createdAt.desc())
      .where(sql`consented_at is not null and deleted_at is null`),
    index('own_presenter_owner').on(table.owner),
    index('own_presenter_draft').on(table.createdAt).where(sql`consented_at is null and deleted_at is null`),
  ],
);
