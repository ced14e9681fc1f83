import { nearestNames } from '../../../domain/nearest-names.ts';
import { AppError } from '../../../kernel/errors.ts';
import { englishVoices } from './english-voices.ts';
import type { LocalVoice } from './local-voice.ts';
import { multilingualVoices, otherLanguages } from './multilingual-voices.ts';
import { russianVoices } from './russian-voices.ts';

const builtIn: readonly LocalVoice[] = [...englishVoices, ...russianVoices, ...multilingualVoices];

/** Best first; all languages when none is given. `further` are voices that this machine has beyond the built-in. */
export function voicesOf(language?: string, further: readonly LocalVoice[] = []): readonly LocalVoice[] {
  const all = [...further, ...builtIn];
  return language === undefined ? all : all.filter((entry) => speaks(entry, language));
}

/** Codes of all languages that some voice speaks, in alphabetical order. */
export function languagesOf(further: readonly LocalVoice[] = []): readonly string[] {
  const own = voicesOf(undefined, further).map(({ voice }) => voice.language);
  return [...new Set([...own.filter((language) => language !== 'multi'), ...otherLanguages])].sort();
}

/** Throws `invalid-voice`, which names the nearest ids, or the voices that do speak the language. */
export function findVoice(id: string, language: string, further: readonly LocalVoice[] = []): LocalVoice {
  const found = [...further, ...builtIn].find(({ voice }) => voice.id === id);
  if (found && speaks(found, language)) return found;
  const able = voicesOf(language, further).map(({ voice }) => voice.id);
  if (found) {
    throw new AppError(
      'invalid-voice',
      able.length === 0
        ? `No local voice speaks the language "${language}"; there are voices for ${languagesOf(further).join(', ')}.`
        : `The voice ${id} does not speak the language "${language}"; these do: ${able.join(', ')}.`,
      { details: { voice: id, language, nearest: able.join(', ') } },
    );
  }
  const nearest = nearestNames(
    id,
    able.length > 0 ? able : voicesOf(undefined, further).map(({ voice }) => voice.id),
  );
  throw new AppError(
    'invalid-voice',
    `There is no voice "${id}"; the nearest names for the language "${language}" are ${nearest.join(', ')}.`,
    { details: { voice: id, language, nearest: nearest.join(', ') } },
  );
}

function speaks({ voice }: LocalVoice, language: string): boolean {
  return voice.language === language || (voice.language === 'multi' && otherLanguages.includes(language));
}
