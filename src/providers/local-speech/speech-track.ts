import type { SpokenUnit } from '../../domain/script/reading/spoken-unit.ts';
import type { SpeechPhoneme, SpeechWord, TimeSpan } from '../../domain/speech/speech.ts';
import { wordTimes } from '../../domain/speech/word-times.ts';
import type { EnginePhone } from './engines/sentence-audio.ts';

export interface TimedScript {
  readonly words: readonly SpeechWord[];
  readonly phonemes: readonly SpeechPhoneme[];
}

/** Times of typed words, and phonemes that point at them, from phones that point at spoken units. */
export function timedScript(
  script: string,
  units: readonly SpokenUnit[],
  phones: readonly EnginePhone[],
  durationSeconds: number,
): TimedScript {
  const words = wordTimes(script, units, unitSpans(units.length, phones), durationSeconds);
  const phonemes = phones
    .filter((phone) => phone.endSeconds > phone.startSeconds)
    .map(({ ipa, stressed, startSeconds, endSeconds, unit }) => ({
      ipa,
      stressed,
      startSeconds,
      endSeconds,
      word: unit < 0 ? -1 : wordOfPhone(words, units[unit], (startSeconds + endSeconds) / 2),
    }));
  return { words, phonemes };
}

function unitSpans(count: number, phones: readonly EnginePhone[]): readonly (TimeSpan | undefined)[] {
  const spans = new Array<TimeSpan | undefined>(count).fill(undefined);
  for (const { unit, startSeconds, endSeconds } of phones) {
    if (unit < 0) continue;
    const span = spans[unit];
    spans[unit] = {
      startSeconds: Math.min(span?.startSeconds ?? startSeconds, startSeconds),
      endSeconds: Math.max(span?.endSeconds ?? endSeconds, endSeconds),
    };
  }
  return spans;
}

function wordOfPhone(words: readonly SpeechWord[], unit: SpokenUnit | undefined, atSeconds: number): number {
  if (!unit) return -1;
  let best = -1;
  words.forEach((word, index) => {
    if (word.to <= unit.from || word.from >= unit.to) return;
    if (best < 0 || word.startSeconds <= atSeconds) best = index;
  });
  return best;
}
