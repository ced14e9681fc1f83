import { findPerson } from '../actions/people/read-profile.ts';
import type { Profile } from '../domain/person/profile.ts';
import { AppError } from '../kernel/errors.ts';
import type { PersonReference } from './arguments.ts';
import type { OperatorContext } from './operator-command.ts';
import { strangersName } from './strangers-words.ts';
import type { OperatorTexts } from './texts/en.ts';

/** Throws `not-found` where nobody of that id or name ever wrote. */
export async function namedPerson(
  { parts }: Pick<OperatorContext, 'parts'>,
  reference: PersonReference,
): Promise<Profile> {
  const found = await findPerson(parts, reference);
  if (found) return found;
  throw new AppError('not-found', 'Nobody of that id or name ever wrote to the bot.');
}

export function personLine(
  texts: OperatorTexts,
  person: Pick<Profile, 'firstName' | 'username' | 'telegramId'>,
): string {
  const { firstName, username, telegramId } = person;
  // Whoever was forgotten has no name any more.
  const name = strangersName(firstName) || texts.noName;
  return texts.person(name, username && strangersName(username), telegramId);
}
