import { AppError } from '../../kernel/errors.ts';
import { withoutEmphasis } from './emphasis.ts';
import { estimateSpeechSeconds } from './estimate-speech.ts';
import { scriptWords } from './script-words.ts';
import { type SpeechLimits, speechLimits } from './speech-limits.ts';

export interface ScriptVerdict {
  readonly estimatedSeconds: number;
  readonly characters: number;
  readonly words: number;
  /** True where the estimate is so near to the limit that only the finished speech can tell. */
  readonly nearLimit: boolean;
}

/** The estimate's usual error: what is over the limit by less is left to the measured length. */
const tolerance = 0.1;

/**
 * Throws `invalid-script` for a script that is empty or has nothing to say, and `speech-too-long`, which tells how
 * many words, characters and seconds to cut from its end. The estimate errs by some 7 %, so a script a little over the
 * limit passes with `nearLimit`, and `checkSpokenLength` decides when it has been spoken.
 */
export function checkScript(
  script: string,
  language: string,
  limits: SpeechLimits = speechLimits,
): ScriptVerdict {
  const words = scriptWords(script).length;
  if (words === 0) {
    throw new AppError('invalid-script', 'The script is empty; it needs at least one word to say.');
  }
  const characters = withoutEmphasis(script).text.length;
  if (characters > limits.maxCharacters) throw tooManyCharacters(characters, limits);
  const estimatedSeconds = estimateSpeechSeconds(script, language);
  if (estimatedSeconds === 0) {
    throw new AppError(
      'invalid-script',
      'The script holds nothing that can be spoken, only signs, emoji or letters that no voice reads; it needs words or numbers.',
    );
  }
  if (estimatedSeconds > limits.maxSeconds * (1 + tolerance)) {
    throw tooLong(
      script,
      estimatedSeconds,
      wordsThatFit(script, language, limits.maxSeconds),
      limits,
      'some ',
    );
  }
  const nearLimit = estimatedSeconds > limits.maxSeconds * (1 - tolerance);
  return { estimatedSeconds, characters, words, nearLimit };
}

/**
 * The same refusal by the measured length, once the script has been spoken. `wordEndSeconds` are the ends of the
 * script's words as typed.
 */
export function checkSpokenLength(
  script: string,
  wordEndSeconds: readonly number[],
  limits: SpeechLimits = speechLimits,
): void {
  const seconds = wordEndSeconds.at(-1) ?? 0;
  if (seconds <= limits.maxSeconds) return;
  const fitting = wordEndSeconds.filter((end) => end <= limits.maxSeconds).length;
  throw tooLong(script, seconds, fitting, limits, '');
}

function wordsThatFit(script: string, language: string, maxSeconds: number): number {
  const words = scriptWords(script);
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const start = script.slice(0, words[middle - 1]?.to ?? 0);
    if (estimateSpeechSeconds(start, language) <= maxSeconds) low = middle;
    else high = middle - 1;
  }
  return low;
}

function tooLong(
  script: string,
  seconds: number,
  fittingWords: number,
  limits: SpeechLimits,
  about: '' | 'some ',
): AppError {
  const words = scriptWords(script);
  const cutWords = words.length - fittingWords;
  const cutCharacters = script.trimEnd().length - (words[fittingWords - 1]?.to ?? 0);
  const cutSeconds = Math.ceil(seconds - limits.maxSeconds);
  const found = Math.round(seconds);
  return new AppError(
    'speech-too-long',
    `The script takes ${about}${found} s to say and ${limits.maxSeconds} s are allowed; cut ${about}${cutWords} words (${cutCharacters} characters, ${cutSeconds} s).`,
    { details: { seconds: found, maxSeconds: limits.maxSeconds, cutWords, cutCharacters, cutSeconds } },
  );
}

function tooManyCharacters(characters: number, limits: SpeechLimits): AppError {
  const cutCharacters = characters - limits.maxCharacters;
  return new AppError(
    'speech-too-long',
    `The script has ${characters} characters and ${limits.maxCharacters} are allowed, far more than ${limits.maxSeconds} s of speech; cut at least ${cutCharacters} characters.`,
    { details: { characters, maxCharacters: limits.maxCharacters, cutCharacters } },
  );
}
