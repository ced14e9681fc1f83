import type { Size } from '../geometry.ts';
import { readEmphasis } from '../script/emphasis.ts';
import type { SpeechTrack, TimeSpan } from '../speech/speech.ts';
import { isAttached } from './attached-sign.ts';
import { type LayoutFault, layoutFault } from './layout-cue.ts';
import { breakFault, endsClause, endsSentence } from './phrase-bonds.ts';
import { readableCharactersPerSecond } from './reading-speed.ts';
import { subtitleTheme } from './subtitle-theme.ts';
import type { CueWord, SubtitleCue } from './subtitle-track.ts';

export interface CueOptions {
  /** A cue takes at most two lines of this theme's text in this frame. */
  readonly frame: Size;
  readonly theme: string;
}

interface TimedText extends TimeSpan {
  readonly text: string;
}

/** A shorter cue flickers. */
const shortestSeconds = 0.5;
/** Engines give some words no time at all: a cue of its own would never be seen. */
const unseenSeconds = 0.12;
/** A shorter gap between two cues is filled by the earlier one: an empty screen would flicker. */
const shortestGapSeconds = 0.3;
/** A longer gap shows the last word no longer than this after it was spoken, if it could be read by then. */
const holdSeconds = 0.25;
const mostWords = 5;
/** A silence inside a cue would give away what is said after it. */
const longestSilenceSeconds = 0.45;

const wordless = /^[^\p{L}\p{N}]+$/u;
const layoutCosts: Readonly<Record<LayoutFault, number>> = {
  none: 0,
  'torn phrase': 3,
  'short line': 4,
  'too wide': 1000,
};

/**
 * Cuts a speech into short cues, each of one to five words on at most two lines, whose words are the typed ones with
 * their punctuation, without the stars around emphasised ones. A cue starts with its first word; cues don't overlap.
 * @throws `invalid-arguments` for an unknown theme.
 */
export function cuesFromSpeech(track: SpeechTrack, options: CueOptions): SubtitleCue[] {
  const theme = subtitleTheme(options.theme);
  const words = readEmphasis(track.words.filter(({ text }) => text.trim() !== ''));
  const groups = groupWords(words.map(cueWord), (group) => layoutFault(textsOf(group), options.frame, theme));
  return timedCues(groups, track.durationSeconds);
}

export function textsOf(words: readonly { readonly text: string }[]): string[] {
  return words.map(({ text }) => text);
}

function cueWord({ text, startSeconds, endSeconds, emphasised }: CueWord): CueWord {
  return { text, startSeconds, endSeconds, ...(emphasised && { emphasised }) };
}

/** Ends each cue: at the next one's start when that is near, else as soon as it was heard and could be read. */
function timedCues(groups: readonly (readonly CueWord[])[], durationSeconds: number): SubtitleCue[] {
  return groups.map((words, index) => {
    const startSeconds = words[0]?.startSeconds ?? 0;
    const spokenUntil = Math.max(startSeconds, ...words.map(({ endSeconds }) => endSeconds));
    const next = groups[index + 1]?.[0]?.startSeconds;
    const readSeconds = textsOf(words).join(' ').length / readableCharactersPerSecond;
    const wanted = Math.max(spokenUntil + holdSeconds, startSeconds + Math.max(shortestSeconds, readSeconds));
    const limit = next ?? Math.max(durationSeconds, spokenUntil);
    const endSeconds = limit - wanted < shortestGapSeconds ? limit : wanted;
    return { startSeconds, endSeconds: Math.max(startSeconds, endSeconds), words, wordTimed: true };
  });
}

/** The division into cues with the least cost: a shortest path over the places where a cue may end. */
export function groupWords<Word extends TimedText>(
  words: readonly Word[],
  faultOf: (group: readonly Word[]) => LayoutFault,
): Word[][] {
  const best: { cost: number; from: number }[] = [{ cost: 0, from: 0 }];
  for (let end = 1; end <= words.length; end++) {
    let chosen = { cost: Number.POSITIVE_INFINITY, from: end - 1 };
    for (let from = end - 1; from >= Math.max(0, end - 2 * mostWords); from--) {
      const group = words.slice(from, end);
      const before = best[from]?.cost ?? Number.POSITIVE_INFINITY;
      const cost = before + groupCost(group, { before: words[from - 1], after: words[end] }, faultOf(group));
      if (cost < chosen.cost) chosen = { cost, from };
    }
    best.push(chosen);
  }
  const groups: Word[][] = [];
  for (let end = words.length; end > 0; end = best[end]?.from ?? 0) {
    groups.unshift(words.slice(best[end]?.from ?? 0, end));
  }
  return groups;
}

interface Neighbours {
  readonly before: TimedText | undefined;
  readonly after: TimedText | undefined;
}

/** What a reader would mind about a cue; the numbers only rank faults among each other. */
function groupCost(
  group: readonly TimedText[],
  { before, after: next }: Neighbours,
  fault: LayoutFault,
): number {
  const spoken = group.filter(({ text }) => !wordless.test(text)).length;
  const [first, last] = [group[0], group.at(-1)];
  if (!first || !last) return 0;
  const ending = endingOf(group);
  let cost = (spoken - 3) ** 2;
  if (spoken > 1) cost += layoutCosts[fault];
  if (spoken > mostWords) cost += 500;
  if (spoken === 0) cost += 200;
  if (spoken === 1 && before && !endsSentence(before.text)) cost += 4;
  if (isAttached(first.text)) cost += 100;
  cost += innerBreaks(group);
  const shown = (next?.startSeconds ?? last.endSeconds) - first.startSeconds;
  if (shown < shortestSeconds) cost += 30 * (shortestSeconds - shown);
  if (shown < unseenSeconds) cost += 200;
  if (!next || endsSentence(ending)) return cost;
  cost += 8 * breakFault(ending, next.text);
  if (endsClause(ending)) return cost + 1;
  return cost + 4;
}

/** The last spoken word with the signs that follow it. */
function endingOf(group: readonly TimedText[]): string {
  const at = group.findLastIndex(({ text }) => !wordless.test(text));
  const tail = group.slice(Math.max(0, at)).map(({ text }) => text);
  return tail.join('');
}

function innerBreaks(group: readonly TimedText[]): number {
  let cost = 0;
  let before: TimedText | undefined;
  for (const word of group) {
    if (isAttached(word.text)) {
      if (before) before = { ...before, endSeconds: word.endSeconds, text: before.text + word.text };
      continue;
    }
    if (before && endsSentence(before.text)) cost += 60;
    else if (before && endsClause(before.text)) cost += 5;
    if (before && word.startSeconds - before.endSeconds > longestSilenceSeconds) cost += 40;
    before = word;
  }
  return cost;
}
