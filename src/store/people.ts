import { and, desc, eq, isNull, type SQL, sql as raw } from 'drizzle-orm';
import { z } from 'zod';
import { type Disclosure, disclosures } from '../domain/ad/ad.ts';
import type { InterfaceLanguage } from '../domain/person/profile.ts';
import { activityDay, person, rememberedVoice, startPayload } from './schema/person.ts';
import type { Sql } from './sql.ts';

/** As Telegram tells of them with every update. */
export interface SeenPerson {
  readonly telegramId: number;
  readonly firstName: string;
  readonly lastName?: string;
  readonly username?: string;
  /** An IETF tag. */
  readonly languageCode?: string;
}

export function personIdOf(telegramId: number): string {
  return `telegram:${telegramId}`;
}

/** True where they are seen for the first time: of several who see them at once, one is told so. */
export async function upsertPerson(
  sql: Sql,
  seen: SeenPerson,
  payload: string | undefined,
): Promise<boolean> {
  const names = {
    firstName: seen.firstName,
    lastName: seen.lastName ?? null,
    username: seen.username ?? null,
    languageCode: seen.languageCode ?? null,
  };
  const { telegramId } = seen;
  const [row] = await sql
    .insert(person)
    .values({ id: personIdOf(telegramId), telegramId, ...names, startPayload: payload ?? null })
    .onConflictDoUpdate({
      target: person.telegramId,
      set: { ...names, lastSeenAt: raw`now()`, unreachableAt: null, forgottenAt: null },
    })
    // 0 in a row that was inserted, the updating transaction otherwise.
    .returning({ isNew: raw<boolean>`xmax = 0` });
  return row?.isNew === true;
}

/** Days are Moscow's, as in the statistics. */
export async function recordActivity(sql: Sql, personId: string): Promise<void> {
  await sql
    .insert(activityDay)
    .values({ personId, day: raw`(now() at time zone 'Europe/Moscow')::date` as unknown as string })
    .onConflictDoNothing();
}

/** Payloads are what anybody may type: so many of one person are kept. */
const maxPayloads = 100;

export async function recordPayload(sql: Sql, personId: string, payload: string): Promise<void> {
  const kept = await sql.$count(startPayload, eq(startPayload.personId, personId));
  if (kept < maxPayloads) await sql.insert(startPayload).values({ personId, payload }).onConflictDoNothing();
}

const profileRow = z.object({
  id: z.string(),
  telegram_id: z.coerce.number(),
  first_name: z.string(),
  username: z.string().nullable(),
  language: z.string().nullable(),
  language_code: z.string().nullable(),
  disclosure: z.enum(disclosures).nullable(),
  balance: z.coerce.number(),
  held: z.coerce.number(),
  videos: z.coerce.number(),
  presenters: z.coerce.number(),
  voices: z.record(z.string(), z.string()),
  banned: z.boolean(),
  created_at: z.coerce.date(),
});
export type ProfileRow = z.infer<typeof profileRow>;

export async function findProfile(
  sql: Sql,
  by: { id: string } | { telegramId: number } | { username: string },
) {
  if ('id' in by) return await selectProfile(sql, eq(person.id, by.id));
  if ('telegramId' in by) return await selectProfile(sql, eq(person.telegramId, by.telegramId));
  // A name may have moved on to somebody else: whoever was seen with it last has it.
  return await selectProfile(sql, eq(raw`lower(${person.username})`, by.username.toLowerCase()));
}

/** One query, whatever is counted. */
async function selectProfile(sql: Sql, where: SQL): Promise<ProfileRow | undefined> {
  const account = raw`(select balance from ugc.ledger_account where code = 'person:' || ${person.id})`;
  const held = raw`(select sum(amount) from ugc.credit_hold where person_id = ${person.id} and state = 'held')`;
  const videos = raw`(select count(*) from ugc.production where owner = ${person.id} and state = 'delivered')`;
  const presenters = raw`(select count(*) from ugc.own_presenter where owner = ${person.id}
    and consented_at is not null and deleted_at is null)`;
  const voices = raw`(select json_object_agg(language, voice_id) from ugc.remembered_voice where person_id = ${person.id})`;
  const [row] = await sql
    .select({
      id: person.id,
      telegram_id: person.telegramId,
      first_name: person.firstName,
      username: person.username,
      language: person.language,
      language_code: person.languageCode,
      disclosure: person.disclosure,
      balance: raw`coalesce(${account}, 0)`,
      held: raw`coalesce(${held}, 0)`,
      videos,
      presenters,
      voices: raw`coalesce(${voices}, '{}')`,
      banned: raw`${person.bannedAt} is not null`,
      created_at: person.createdAt,
    })
    .from(person)
    .where(where)
    .orderBy(desc(person.lastSeenAt))
    .limit(1);
  return row && profileRow.parse(row);
}

/** What they chose for themselves; undefined for somebody unknown too. */
export async function findDisclosure(sql: Sql, personId: string): Promise<Disclosure | undefined> {
  const [row] = await sql
    .select({ disclosure: person.disclosure })
    .from(person)
    .where(eq(person.id, personId));
  return z.enum(disclosures).nullish().parse(row?.disclosure) ?? undefined;
}

export interface PersonChoices {
  readonly language?: InterfaceLanguage;
  readonly disclosure?: Disclosure;
}

/** False for somebody unknown. */
export async function saveChoices(sql: Sql, personId: string, choices: PersonChoices): Promise<boolean> {
  const rows = await sql
    .update(person)
    .set(choices)
    .where(eq(person.id, personId))
    .returning({ id: person.id });
  return rows.length === 1;
}

export async function saveVoice(
  sql: Sql,
  personId: string,
  language: string,
  voiceId: string,
): Promise<void> {
  await sql
    .insert(rememberedVoice)
    .values({ personId, language, voiceId })
    .onConflictDoUpdate({
      target: [rememberedVoice.personId, rememberedVoice.language],
      set: { voiceId },
    });
}

/** Keeps the time of the first time. */
export async function saveUnreachable(sql: Sql, personId: string): Promise<void> {
  await sql
    .update(person)
    .set({ unreachableAt: new Date() })
    .where(and(eq(person.id, personId), isNull(person.unreachableAt)));
}
