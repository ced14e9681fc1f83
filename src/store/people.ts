import { and, eq, isNull, type SQL, sql as raw } from 'drizzle-orm';
import { z } from 'zod';
import { type Disclosure, disclosures } from '../domain/ad/ad.ts';
import { personIdOf } from '../domain/person/person-id.ts';
import type { InterfaceLanguage } from '../domain/person/profile.ts';
import type { SeenPerson } from '../domain/person/seen-person.ts';
import { activityDay, person, rememberedVoice, startPayload } from './schema/person.ts';
import type { Sql } from './sql.ts';

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
  by: { readonly id: string } | { readonly telegramId: number } | { readonly username: string },
): Promise<ProfileRow | undefined> {
  if ('id' in by) return await selectProfile(sql, raw`p.id = ${by.id}`);
  if ('telegramId' in by) return await selectProfile(sql, raw`p.telegram_id = ${by.telegramId}`);
  return await selectProfile(sql, raw`lower(p.username) = ${by.username.toLowerCase()}`);
}

/** One query, whatever is counted. */
async function selectProfile(sql: Sql, where: SQL): Promise<ProfileRow | undefined> {
  // A name may have moved on to somebody else: whoever was seen with it last has it.
  const { rows } = await sql.execute(raw`
    select p.id, p.telegram_id, p.first_name, p.username, p.language, p.language_code, p.disclosure, p.created_at,
      p.banned_at is not null as banned,
      coalesce((select a.balance from ugc.ledger_account a where a.code = 'person:' || p.id), 0) as balance,
      coalesce((select sum(h.amount) from ugc.credit_hold h where h.person_id = p.id and h.state = 'held'), 0) as held,
      (select count(*) from ugc.production m
        where m.owner = p.id and m.state = 'delivered' and m.source_id is null) as videos,
      (select count(*) from ugc.own_presenter o
        where o.owner = p.id and o.consented_at is not null and o.deleted_at is null) as presenters,
      coalesce((select json_object_agg(v.language, v.voice_id) from ugc.remembered_voice v
        where v.person_id = p.id), '{}') as voices
    from ugc.person p where ${where} order by p.last_seen_at desc limit 1`);
  return rows[0] && profileRow.parse(rows[0]);
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
