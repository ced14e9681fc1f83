import { AppError } from '../../kernel/errors.ts';
import { mediaProblem } from '../media/media-problem.ts';
import { readEmphasis } from '../script/emphasis.ts';
import type { SpeechTrack, TimeSpan } from '../speech/speech.ts';
import { type CueOptions, groupWords, textsOf, timedCues } from './cues-from-speech.ts';
import { layoutFault } from './layout-cue.ts';
import { matchWords } from './match-words.ts';
import { hasteWarnings, unreadableCharactersPerSecond } from './reading-speed.ts';
import { type SubtitleTheme, subtitleTheme } from './subtitle-theme.ts';
import type { CueWord, SubtitleCue } from './subtitle-track.ts';

export interface EditedCues {
  readonly cues: readonly SubtitleCue[];
  /** Whole English sentences about what a viewer may mind. */
  readonly warnings: readonly string[];
}

interface EditedWord {
  readonly text: string;
  readonly emphasised?: boolean;
}

/** Less is not seen: a new word then takes some of its neighbour's time. */
const leastWordSeconds = 0.12;

/**
 * Cues of a person's own text over a speech whose times are known. Words that stayed keep their times, new and changed
 * ones share the time between them, removed ones vanish. A text of several lines, or a list, gives one cue a line, cut
 * further only where it would not fit; a text of one line is divided like a speech. `*Starred*` words stand out.
 * @throws `invalid-subtitles` for a text without a word or with more than can be read while the speech lasts;
 * `invalid-arguments` for an unknown theme.
 */
export function editCues(
  track: SpeechTrack,
  edited: string | readonly string[],
  options: CueOptions,
): EditedCues {
  const theme = subtitleTheme(options.theme);
  const lines = linesOf(edited);
  requireReadable(lines, track.durationSeconds);
  const wholes = lines.map((line) => readEmphasis(line.split(' ').map((text) => ({ text }))));
  const timed = timedWords(wholes.flat(), track);
  const isDivided = typeof edited !== 'string' || lines.length > 1;
  let at = 0;
  const groups = wholes.flatMap((line) => {
    const words = timed.slice(at, at + line.length);
    at += line.length;
    return dividedLine(words, isDivided, options, theme);
  });
  const cues = timedCues(groups, track.durationSeconds);
  return { cues, warnings: hasteWarnings(cues) };
}

function linesOf(edited: string | readonly string[]): string[] {
  const lines = typeof edited === 'string' ? edited.split(/\r\n|[\n\r\u2028\u2029]/) : edited;
  return lines.map((line) => line.replace(/[\p{Cc}\s]+/gu, ' ').trim()).filter((line) => line !== '');
}

function requireReadable(lines: readonly string[], durationSeconds: number): void {
  if (!lines.some((line) => /[\p{L}\p{N}]/u.test(line))) {
    throw new AppError(
      'invalid-subtitles',
      'The text of the subtitles has no word in it; at least one is needed, or subtitles can be switched off.',
      { details: mediaProblem('subtitles-no-word', {}) },
    );
  }
  const characters = lines.join(' ').length;
  const maxCharacters = Math.max(1, Math.floor(durationSeconds * unreadableCharactersPerSecond));
  if (characters <= maxCharacters) return;
  throw new AppError(
    'invalid-subtitles',
    `The text of the subtitles has ${characters} characters, and in ${durationSeconds.toFixed(1)} s at most ${maxCharacters} can be read; shorten it by ${characters - maxCharacters}.`,
    {
      details: mediaProblem('subtitles-too-much', {
        ...{ characters, maxCharacters, cutCharacters: characters - maxCharacters },
      }),
    },
  );
}

function dividedLine(
  words: readonly CueWord[],
  isOneCue: boolean,
  { frame }: CueOptions,
  theme: SubtitleTheme,
): readonly (readonly CueWord[])[] {
  const faultOf = (group: readonly CueWord[]) => layoutFault(textsOf(group), frame, theme);
  return isOneCue && faultOf(words) !== 'too wide' ? [words] : groupWords(words, faultOf);
}

function timedWords(edited: readonly EditedWord[], track: SpeechTrack): CueWord[] {
  const spoken = readEmphasis(track.words);
  const matches = matchWords(textsOf(spoken), textsOf(edited));
  const timed: CueWord[] = [];
  for (let at = 0; at < edited.length; ) {
    const match = matches[at];
    const kept = match === undefined ? undefined : spoken[match];
    if (kept) {
      timed.push(timedWord(edited[at], kept));
      at += 1;
      continue;
    }
    const next = matches.findIndex((index, place) => place > at && index !== undefined);
    const end = next === -1 ? edited.length : next;
    const following = next === -1 ? undefined : spoken[matches[next] ?? 0];
    const gap = gapBetween(at === 0 ? undefined : (matches[at - 1] ?? 0), matches[next], track);
    const fresh = edited.slice(at, end);
    if (gap.endSeconds - gap.startSeconds >= leastWordSeconds * fresh.length) {
      timed.push(...shared(fresh, gap));
      at = end;
      continue;
    }
    // No time of their own: the word before shares its time with them, at the very beginning the word after.
    const before = timed.pop();
    if (before) timed.push(...shared([before, ...fresh], { ...gap, startSeconds: before.startSeconds }));
    else {
      const lending = edited.slice(at, end + 1);
      timed.push(
        ...shared(lending, { startSeconds: 0, endSeconds: following?.endSeconds ?? track.durationSeconds }),
      );
    }
    at = before ? end : Math.min(edited.length, end + 1);
  }
  return timed;
}

/** The time of what was removed between two kept words; at either end, where nothing was removed, the silence there. */
function gapBetween(before: number | undefined, after: number | undefined, track: SpeechTrack): TimeSpan {
  const { words, durationSeconds } = track;
  const firstRemoved = before === undefined ? 0 : before + 1;
  const lastRemoved = (after ?? words.length) - 1;
  const removesAny = lastRemoved >= firstRemoved;
  const startSeconds =
    before === undefined
      ? removesAny
        ? (words[0]?.startSeconds ?? 0)
        : 0
      : (words[before]?.endSeconds ?? 0);
  const endSeconds =
    after === undefined
      ? removesAny
        ? (words.at(-1)?.endSeconds ?? durationSeconds)
        : durationSeconds
      : (words[after]?.startSeconds ?? durationSeconds);
  return { startSeconds, endSeconds: Math.max(startSeconds, endSeconds) };
}

/** Each has a share by its characters. */
function shared(words: readonly EditedWord[], { startSeconds, endSeconds }: TimeSpan): CueWord[] {
  const characters = words.reduce((sum, { text }) => sum + text.length + 1, 0);
  let at = startSeconds;
  return words.map((word) => {
    const from = at;
    at += ((endSeconds - startSeconds) * (word.text.length + 1)) / characters;
    return timedWord(word, { startSeconds: from, endSeconds: at });
  });
}

function timedWord(word: EditedWord | undefined, { startSeconds, endSeconds }: TimeSpan): CueWord {
  return { text: word?.text ?? '', startSeconds, endSeconds, ...(word?.emphasised && { emphasised: true }) };
}
