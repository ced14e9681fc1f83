import type { InterfaceLanguage } from '../../domain/person/profile.ts';
import { AppError } from '../../kernel/errors.ts';
import { saveChoices } from '../../store/people.ts';
import type { ActionParts } from '../parts.ts';

/** Of the interface, from now on. Throws `not-found`. */
export async function setLanguage(
  { database }: Pick<ActionParts, 'database'>,
  personId: string,
  language: InterfaceLanguage,
): Promise<void> {
  if (await saveChoices(database.db, personId, { language })) return;
  throw new AppError('not-found', `Nobody with the id ${personId} ever wrote to the bot.`);
}
