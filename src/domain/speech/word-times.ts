import { blankEmphasis } from '../script/emphasis.ts';
import type { SpokenUnit } from '../script/reading/spoken-unit.ts';
import { type ScriptWord, scriptWords } from '../script/script-words.ts';
import type { SpeechWord, TimeSpan } from './speech.ts';

/**
 * When each word as typed is heard, from when each spoken unit is heard (undefined: it was not). A unit that spans
 * several words is shared out by their characters, a word that is read as several units lasts from the first to the
 * last, and what is not spoken (emoji, a dash) fills the pause that it stands in.
 */
export function wordTimes(
  script: string,
  units: readonly SpokenUnit[],
  spans: readonly (TimeSpan | undefined)[],
  durationSeconds: number,
): readonly SpeechWord[] {
  const words = scriptWords(script);
  const seen = blankEmphasis(script);
  const heard = words.map((word) => heardSpan(word, seen, units, spans));
  let previousEnd = 0;
  return words.map((word, index) => {
    const span = heard[index];
    const next = heard.slice(index + 1).find((later) => later !== undefined);
    const limit = Math.max(previousEnd, next?.startSeconds ?? durationSeconds);
    const silent = {
      startSeconds: previousEnd,
      endSeconds: span ? limit : silentEnd(previousEnd, limit, heard, index),
    };
    const { startSeconds, endSeconds } = span ?? silent;
    const start = clamp(startSeconds, previousEnd, durationSeconds);
    const end = clamp(endSeconds, start, Math.max(start, Math.min(limit, durationSeconds)));
    previousEnd = end;
    return { ...word, startSeconds: start, endSeconds: end };
  });
}

/** Several silent words in one pause share it. */
function silentEnd(
  from: number,
  to: number,
  heard: readonly (TimeSpan | undefined)[],
  index: number,
): number {
  let silentWords = 1;
  while (index + silentWords < heard.length && heard[index + silentWords] === undefined) silentWords += 1;
  return from + (to - from) / silentWords;
}

function heardSpan(
  word: ScriptWord,
  script: string,
  units: readonly SpokenUnit[],
  spans: readonly (TimeSpan | undefined)[],
): TimeSpan | undefined {
  let startSeconds = Number.POSITIVE_INFINITY;
  let endSeconds = Number.NEGATIVE_INFINITY;
  units.forEach((unit, index) => {
    const span = spans[index];
    if (!span || unit.to <= word.from || unit.from >= word.to) return;
    const total = visibleCharacters(script, unit.from, unit.to);
    const before = visibleCharacters(script, unit.from, Math.max(unit.from, word.from));
    const until = visibleCharacters(script, unit.from, Math.min(unit.to, word.to));
    const seconds = span.endSeconds - span.startSeconds;
    startSeconds = Math.min(startSeconds, span.startSeconds + (seconds * before) / total);
    endSeconds = Math.max(endSeconds, span.startSeconds + (seconds * until) / total);
  });
  return endSeconds < startSeconds ? undefined : { startSeconds, endSeconds };
}

function visibleCharacters(script: string, from: number, to: number): number {
  return script.slice(from, to).replace(/\s/g, '').length;
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}
