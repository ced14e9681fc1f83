import { saveVoice } from '../../store/people.ts';
import type { ActionParts } from '../parts.ts';

/** The voice that is offered first for that language of a script. */
export async function rememberVoice(
  { database }: Pick<ActionParts, 'database'>,
  personId: string,
  language: string,
  voiceId: string,
): Promise<void> {
  await saveVoice(database.db, personId, language, voiceId);
}
