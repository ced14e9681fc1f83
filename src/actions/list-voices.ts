import type { Voice } from '../domain/speech/voice.ts';
import { AppError } from '../kernel/errors.ts';
import type { ActionParts } from './parts.ts';

/** The voices of a language, or all of them. Throws `invalid-voice`, which names the languages, where it has none. */
export async function listVoices(
  { speech }: Pick<ActionParts, 'speech'>,
  language?: string,
): Promise<readonly Voice[]> {
  const voices = await speech.voices(language);
  if (voices.length > 0) return voices;
  const languages = await speech.languages();
  throw new AppError(
    'invalid-voice',
    `No voice speaks the language "${language}"; there are voices for ${languages.join(', ')}.`,
  );
}
