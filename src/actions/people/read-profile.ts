import { defaultDisclosure, strongestDisclosure } from '../../domain/ad/disclosure.ts';
import { interfaceLanguageOf } from '../../domain/person/interface-language.ts';
import type { Profile } from '../../domain/person/profile.ts';
import { AppError } from '../../kernel/errors.ts';
import { findProfile, type ProfileRow } from '../../store/people.ts';
import type { ActionParts, Person } from '../parts.ts';

type Parts = Pick<ActionParts, 'database' | 'limits' | 'adminIds'>;

/** Throws `not-found` for somebody who never wrote. */
export async function readProfile(parts: Parts, personId: string): Promise<Profile> {
  const row = await findProfile(parts.database.db, { id: personId });
  if (row) return profileOf(parts, row);
  throw new AppError('not-found', `Nobody with the id ${personId} ever wrote to the bot.`);
}

/** A username may begin with @. */
export async function findPerson(
  parts: Parts,
  by: { readonly telegramId: number } | { readonly username: string },
): Promise<Profile | undefined> {
  const key = 'username' in by ? { username: by.username.replace(/^@/, '') } : by;
  const row = await findProfile(parts.database.db, key);
  return row && profileOf(parts, row);
}

/** Who orders, as the verbs take it. */
export function personOf(profile: Profile): Person {
  return { owner: profile.personId, isOperator: profile.isOperator };
}

function profileOf({ limits, adminIds }: Parts, row: ProfileRow): Profile {
  return {
    personId: row.id,
    telegramId: row.telegram_id,
    firstName: row.first_name,
    username: row.username ?? undefined,
    language: interfaceLanguageOf(row.language ?? undefined, row.language_code ?? undefined),
    balanceCredits: row.balance,
    heldCredits: row.held,
    videosMade: row.videos,
    ownPresenters: row.presenters,
    rememberedVoices: row.voices,
    disclosure: strongestDisclosure(row.disclosure ?? defaultDisclosure, limits.weakestDisclosure),
    isOperator: adminIds.includes(row.telegram_id),
    isBanned: row.banned,
    createdAt: row.created_at,
  };
}
