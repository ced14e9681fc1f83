import type { TimeSpan } from '../../domain/speech/speech.ts';
import type { Place } from './spoken-text.ts';

/** When each character is heard, as the service tells: an element may be a letter, several, or half of none. */
export interface Alignment {
  readonly characters: readonly string[];
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

type Spans = readonly (TimeSpan | undefined)[];

interface Letter {
  /** Folded, so that case, accents and forms of the same letter don't matter. */
  readonly letter: string;
  /** Of the element that it comes from: a UTF-16 position of the text, or an index of the alignment. */
  readonly at: number;
}

/** So many units must be found at least; otherwise the alignment is of something else. */
const leastFound = 0.7;
/** As far as the two texts may drift apart at one place: a number written out. */
const reach = 60;

/** When each place of the text is heard; undefined where the alignment doesn't fit the text. */
export function placeTimes(text: string, places: readonly Place[], alignment: Alignment): Spans | undefined {
  const heard = letterTimes(text, alignment);
  const spans = places.map(({ from, to }) => spanOf(heard, from, to));
  const found = spans.filter((span) => span !== undefined).length;
  return found >= places.length * leastFound ? spans : undefined;
}

function spanOf(heard: ReadonlyMap<number, TimeSpan>, from: number, to: number): TimeSpan | undefined {
  let startSeconds = Number.POSITIVE_INFINITY;
  let endSeconds = Number.NEGATIVE_INFINITY;
  for (let at = from; at < to; at += 1) {
    const span = heard.get(at);
    if (!span) continue;
    startSeconds = Math.min(startSeconds, span.startSeconds);
    endSeconds = Math.max(endSeconds, span.endSeconds);
  }
  return endSeconds < startSeconds ? undefined : { startSeconds, endSeconds };
}

/**
 * Walks both texts side by side, letters and digits only: they are the same but for what the service wrote out,
 * composed or dropped. Where they part, the nearest place at which three letters agree again is taken.
 */
function letterTimes(text: string, { characters, starts, ends }: Alignment): ReadonlyMap<number, TimeSpan> {
  const ours = lettersOf([...text], (element) => element.length);
  const theirs = lettersOf(characters, () => 1);
  const times = new Map<number, TimeSpan>();
  let left = 0;
  let right = 0;
  while (left < ours.length && right < theirs.length) {
    const [own, other] = [ours[left] as Letter, theirs[right] as Letter];
    if (own.letter === other.letter) {
      const span = { startSeconds: starts[other.at] ?? 0, endSeconds: ends[other.at] ?? 0 };
      times.set(own.at, span);
      left += 1;
      right += 1;
      continue;
    }
    const [skipOurs, skipTheirs] = meeting(ours, left, theirs, right);
    left += skipOurs;
    right += skipTheirs;
  }
  return times;
}

function lettersOf(elements: readonly string[], widthOf: (element: string) => number): readonly Letter[] {
  const letters: Letter[] = [];
  let at = 0;
  for (const element of elements) {
    for (const letter of element.normalize('NFKD').toLowerCase()) {
      if (/[\p{L}\p{N}]/u.test(letter)) letters.push({ letter, at });
    }
    at += widthOf(element);
  }
  return letters;
}

/** How much of either side to skip. */
function meeting(
  ours: readonly Letter[],
  left: number,
  theirs: readonly Letter[],
  right: number,
): readonly [number, number] {
  for (let distance = 1; distance <= reach; distance += 1) {
    for (let skip = 0; skip <= distance; skip += 1) {
      if (agree(ours, left + skip, theirs, right + distance - skip)) return [skip, distance - skip];
    }
  }
  return [1, 1];
}

function agree(ours: readonly Letter[], left: number, theirs: readonly Letter[], right: number): boolean {
  const letters = Math.min(3, ours.length - left, theirs.length - right);
  for (let index = 0; index < letters; index += 1) {
    if (ours[left + index]?.letter !== theirs[right + index]?.letter) return false;
  }
  return letters > 0;
}

/** Times by the length of what is written, for sound that came without any; pauses count as some letters. */
export function evenTimes(text: string, places: readonly Place[], sound: TimeSpan): readonly TimeSpan[] {
  let total = 0;
  const weights = places.map(({ from, to }, index) => {
    const before = index === 0 ? 0 : pauseWeight(text.slice(places[index - 1]?.to ?? 0, from));
    const start = total + before;
    total = start + (to - from);
    return { start, end: total };
  });
  const perLetter = (sound.endSeconds - sound.startSeconds) / Math.max(1, total);
  return weights.map(({ start, end }) => ({
    startSeconds: sound.startSeconds + start * perLetter,
    endSeconds: sound.startSeconds + end * perLetter,
  }));
}

function pauseWeight(between: string): number {
  if (/[.!?…\n]/u.test(between)) return 6;
  return /[,;:—–]/u.test(between) ? 3 : 0.5;
}
