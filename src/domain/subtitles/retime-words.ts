import type { TimeSpan } from '../speech/speech.ts';
import { textsOf } from './cues-from-speech.ts';
import { matchWords } from './match-words.ts';
import type { CueWord } from './subtitle-track.ts';

export interface TypedWord {
  readonly text: string;
  readonly emphasised?: boolean;
}

interface HeardWord extends TimeSpan {
  readonly text: string;
}

/** Less is not seen: a new word then takes some of its neighbour's time. */
const leastWordSeconds = 0.12;
/** With fewer words in common it is another text, such as a translation, and no word of it is heard. */
const leastShareHeard = 0.5;

/**
 * When the words of a changed text are heard that stands for `heard`: as many as before keep the times in their order;
 * otherwise those that stayed keep theirs, and new and changed ones share the time between. All of it inside of `span`,
 * in order. Undefined for a text that is not what is spoken.
 */
export function retimeWords(
  typed: readonly TypedWord[],
  heard: readonly HeardWord[],
  span: TimeSpan,
): CueWord[] | undefined {
  if (typed.length === heard.length) {
    return typed.map((word, index) => timedWord(word, within(heard[index] ?? span, span)));
  }
  const matches = matchWords(textsOf(heard), textsOf(typed));
  const stayed = matches.filter((match) => match !== undefined).length;
  if (stayed === 0 || stayed < leastShareHeard * Math.min(typed.length, heard.length)) return undefined;
  const inSpan = heard.map((word) => ({ ...word, ...within(word, span) }));
  return sharedOut(typed, inSpan, matches, span);
}

function sharedOut(
  typed: readonly TypedWord[],
  heard: readonly HeardWord[],
  matches: readonly (number | undefined)[],
  span: TimeSpan,
): CueWord[] {
  const timed: CueWord[] = [];
  for (let at = 0; at < typed.length; ) {
    const kept = heard[matches[at] ?? -1];
    if (kept) {
      timed.push(timedWord(typed[at], kept));
      at += 1;
      continue;
    }
    const next = matches.findIndex((match, place) => place > at && match !== undefined);
    const end = next === -1 ? typed.length : next;
    const gap = gapBetween(at === 0 ? undefined : matches[at - 1], matches[next], heard, span);
    const fresh = typed.slice(at, end);
    at = end;
    if (gap.endSeconds - gap.startSeconds >= leastWordSeconds * fresh.length) {
      timed.push(...shared(fresh, gap));
      continue;
    }
    // No time of their own: the word before shares its time with them, at the very beginning the word after.
    const before = timed.pop();
    if (before) timed.push(...shared([before, ...fresh], { ...gap, startSeconds: before.startSeconds }));
    else {
      const following = heard[matches[next] ?? -1];
      const lent = { ...span, endSeconds: following?.endSeconds ?? span.endSeconds };
      timed.push(...shared([...fresh, ...typed.slice(end, end + 1)], lent));
      at = Math.min(typed.length, end + 1);
    }
  }
  return timed;
}

/** The time of what was removed between two kept words; at either end, where nothing was removed, the silence there. */
function gapBetween(
  before: number | undefined,
  after: number | undefined,
  heard: readonly HeardWord[],
  span: TimeSpan,
): TimeSpan {
  const firstRemoved = before === undefined ? 0 : before + 1;
  const lastRemoved = (after ?? heard.length) - 1;
  const removesAny = lastRemoved >= firstRemoved;
  const [first, last] = [heard[0], heard.at(-1)];
  const startSeconds =
    before !== undefined ? heard[before]?.endSeconds : removesAny ? first?.startSeconds : span.startSeconds;
  const endSeconds =
    after !== undefined ? heard[after]?.startSeconds : removesAny ? last?.endSeconds : span.endSeconds;
  const from = startSeconds ?? span.startSeconds;
  return { startSeconds: from, endSeconds: Math.max(from, endSeconds ?? span.endSeconds) };
}

/** Each has a share by its characters. */
function shared(words: readonly TypedWord[], { startSeconds, endSeconds }: TimeSpan): CueWord[] {
  const characters = words.reduce((sum, { text }) => sum + text.length + 1, 0);
  let at = startSeconds;
  return words.map((word) => {
    const from = at;
    at += ((endSeconds - startSeconds) * (word.text.length + 1)) / characters;
    return timedWord(word, { startSeconds: from, endSeconds: at });
  });
}

function within({ startSeconds, endSeconds }: TimeSpan, span: TimeSpan): TimeSpan {
  const inside = (seconds: number) => Math.min(span.endSeconds, Math.max(span.startSeconds, seconds));
  return { startSeconds: inside(startSeconds), endSeconds: inside(endSeconds) };
}

function timedWord(word: TypedWord | undefined, { startSeconds, endSeconds }: TimeSpan): CueWord {
  return { text: word?.text ?? '', startSeconds, endSeconds, ...(word?.emphasised && { emphasised: true }) };
}
