import { AppError } from '../../kernel/errors.ts';
import { mediaProblem } from '../media/media-problem.ts';
import type { TimeSpan } from '../speech/speech.ts';
import { readEmphasis } from '../script/emphasis.ts';
import { type CueOptions, groupWords, textsOf } from './cues-from-speech.ts';
import { layoutFault } from './layout-cue.ts';
import { parseSubtitles, type SubtitleEntry } from './parse-subtitles.ts';
import { hasteWarnings, unreadableCharactersPerSecond } from './reading-speed.ts';
import type { TypedWord } from './retime-words.ts';
import { type SubtitleTheme, subtitleTheme } from './subtitle-theme.ts';
import type { CueWord, SubtitleCue } from './subtitle-track.ts';

export interface FileCueOptions extends CueOptions {
  /** Of the speech: nothing is shown after it. */
  readonly durationSeconds: number;
  /** When each of an entry's words is heard; undefined where they are not what is spoken then. */
  heard?(words: readonly TypedWord[], entry: TimeSpan): readonly CueWord[] | undefined;
}

export interface FileCues {
  readonly cues: readonly SubtitleCue[];
  /** Whole English sentences about what was changed. */
  readonly warnings: readonly string[];
  /** What they are about, for the texts of each language. */
  readonly warningIds: readonly SubtitleWarning[];
}

export type SubtitleWarning = 'overlap' | 'beyond-speech' | 'cut-at-end' | 'haste' | 'missing-glyphs';

/** A sentence for each thing that was changed. */
type Notes = Map<SubtitleWarning, string>;

/** Short lines may stand for less than they are read in: that is told, not refused. */
const spareCharacters = 500;
/** Entries that begin closer together than this are shown as one. */
const sameStartSeconds = 0.1;
/** Characters: a long address of a page fits. */
const longestWord = 80;
const shownPart = 24;
/** A shorter gap is no pause but a flicker. */
const flickerSeconds = 0.15;

/**
 * Cues of a user's own SRT or WebVTT file. Entries too long for two lines are cut into shorter cues, each from when its
 * first word is heard, or else for a time by its share of the characters; overlaps end the earlier entry; what lies
 * beyond the speech is clipped. `*Starred*` words stand out.
 * @throws `invalid-subtitles` naming the line, when all of it lies beyond the speech or nobody could read so much;
 *   `invalid-arguments` for an unknown theme.
 */
export function cuesFromFile(content: Uint8Array, options: FileCueOptions): FileCues {
  const theme = subtitleTheme(options.theme);
  const notes: Notes = new Map();
  const inOrder = parseSubtitles(content).sort((left, right) => left.startSeconds - right.startSeconds);
  requireBounded(inOrder, options.durationSeconds);
  const apart = withoutOverlaps(inOrder, notes);
  const heard = withinSpeech(apart, options.durationSeconds, notes);
  const cues = withoutFlicker(heard).flatMap((entry) => cuesOf(entry, options, theme));
  const [haste] = hasteWarnings(cues);
  if (haste !== undefined) notes.set('haste', haste);
  return { cues, warnings: [...notes.values()], warningIds: [...notes.keys()] };
}

/** Far more than anybody reads would keep the division into cues busy for minutes. */
function requireBounded(entries: readonly SubtitleEntry[], durationSeconds: number): void {
  const shown = entries.filter(({ startSeconds }) => startSeconds < durationSeconds);
  const characters = shown.reduce((sum, { text }) => sum + text.length, 0);
  const maxCharacters = spareCharacters + Math.floor(durationSeconds * 2 * unreadableCharactersPerSecond);
  if (characters <= maxCharacters) return;
  const cutCharacters = characters - maxCharacters;
  throw new AppError(
    'invalid-subtitles',
    `The subtitles have ${characters} characters, and for ${durationSeconds.toFixed(1)} s at most ${maxCharacters} are taken; shorten them by ${cutCharacters}.`,
    { details: mediaProblem('subtitles-too-much', { characters, maxCharacters, cutCharacters }) },
  );
}

function withoutOverlaps(entries: readonly SubtitleEntry[], notes: Notes): SubtitleEntry[] {
  const apart: SubtitleEntry[] = [];
  let overlaps = 0;
  for (const entry of entries) {
    const before = apart.at(-1);
    if (!before || before.endSeconds <= entry.startSeconds) {
      apart.push(entry);
      continue;
    }
    overlaps++;
    if (entry.startSeconds - before.startSeconds < sameStartSeconds) {
      const endSeconds = Math.max(before.endSeconds, entry.endSeconds);
      apart[apart.length - 1] = { ...before, endSeconds, text: `${before.text} ${entry.text}` };
    } else {
      apart[apart.length - 1] = { ...before, endSeconds: entry.startSeconds };
      apart.push(entry);
    }
  }
  if (overlaps > 0)
    notes.set('overlap', `${overlaps} subtitles overlapped the ones before them, which now end earlier.`);
  return apart;
}

function withinSpeech(
  entries: readonly SubtitleEntry[],
  durationSeconds: number,
  notes: Notes,
): SubtitleEntry[] {
  const heard = entries.filter(({ startSeconds }) => startSeconds < durationSeconds);
  const dropped = entries.length - heard.length;
  if (heard.length === 0) throw beyondSpeech(entries, durationSeconds);
  if (dropped > 0) {
    notes.set(
      'beyond-speech',
      `${dropped} subtitles begin after the speech ends at ${durationSeconds.toFixed(1)} s and were left out.`,
    );
  }
  if (heard.some(({ endSeconds }) => endSeconds > durationSeconds)) {
    notes.set(
      'cut-at-end',
      `The last subtitle was cut at the end of the speech, at ${durationSeconds.toFixed(1)} s.`,
    );
  }
  return heard.map((entry) => ({ ...entry, endSeconds: Math.min(entry.endSeconds, durationSeconds) }));
}

function beyondSpeech([first]: readonly SubtitleEntry[], durationSeconds: number): AppError {
  const starts = (first?.startSeconds ?? 0).toFixed(1);
  return new AppError(
    'invalid-subtitles',
    `The first subtitle begins at ${starts} s, but the speech ends at ${durationSeconds.toFixed(1)} s; times before that are allowed.`,
    {
      details: mediaProblem('subtitles-after-speech', {
        line: first?.lineNumber ?? 1,
        seconds: Number(durationSeconds.toFixed(1)),
      }),
    },
  );
}

/** An entry stays until the next one where the gap between them would only flicker. */
function withoutFlicker(entries: readonly SubtitleEntry[]): SubtitleEntry[] {
  return entries.map((entry, index) => {
    const next = entries[index + 1]?.startSeconds ?? Number.POSITIVE_INFINITY;
    return next - entry.endSeconds < flickerSeconds ? { ...entry, endSeconds: next } : entry;
  });
}

function cuesOf(entry: SubtitleEntry, options: FileCueOptions, theme: SubtitleTheme): SubtitleCue[] {
  const faultOf = (words: readonly CueWord[]) => layoutFault(textsOf(words), options.frame, theme);
  const spreadOut = readEmphasis(spread(entry.text.split(' ').flatMap(inParts), entry));
  const heard = options.heard?.(spreadOut, entry);
  const words = heard ?? spreadOut;
  const groups = faultOf(words) === 'too wide' ? groupWords(words, faultOf) : [words];
  return groups.map((group, index) => {
    // The first one stands from the entry's beginning, each until the next one's.
    const startSeconds = (index === 0 ? undefined : group[0]?.startSeconds) ?? entry.startSeconds;
    const endSeconds = groups[index + 1]?.[0]?.startSeconds ?? entry.endSeconds;
    const span = { startSeconds, endSeconds };
    return heard
      ? { ...span, words: group, wordTimed: true }
      : { ...span, words: group.map((word) => ({ ...word, ...span })), wordTimed: false };
  });
}

/** What is no word of any language would be drawn so small that it looks like a line. */
function inParts(word: string): string[] {
  const characters = [...word];
  if (characters.length <= longestWord) return [word];
  const parts = Math.ceil(characters.length / shownPart);
  return Array.from({ length: parts }, (_, at) =>
    characters.slice(at * shownPart, (at + 1) * shownPart).join(''),
  );
}

/** Gives each word a share of the entry's time by its characters: only to divide a long entry. */
function spread(texts: readonly string[], entry: SubtitleEntry): CueWord[] {
  const characters = texts.reduce((sum, text) => sum + text.length + 1, 0);
  const secondsEach = (entry.endSeconds - entry.startSeconds) / characters;
  let at = entry.startSeconds;
  return texts.map((text, index) => {
    const startSeconds = at;
    at = index === texts.length - 1 ? entry.endSeconds : at + (text.length + 1) * secondsEach;
    return { text, startSeconds, endSeconds: at };
  });
}
