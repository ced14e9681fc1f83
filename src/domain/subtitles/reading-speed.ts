import type { SubtitleCue } from './subtitle-track.ts';

/** What viewers of short clips still read; subtitles for television have 17. */
export const readableCharactersPerSecond = 21;
/** Nobody reads this fast. */
export const unreadableCharactersPerSecond = 32;

/** One sentence where cues have more text than can be read while they stand, else nothing. */
export function hasteWarnings(cues: readonly SubtitleCue[]): string[] {
  const hasty = cues.filter((cue) => {
    const seconds = cue.endSeconds - cue.startSeconds;
    return charactersOf(cue) > seconds * unreadableCharactersPerSecond;
  });
  const [first] = hasty;
  if (!first) return [];
  const example = first.words.map(({ text }) => text).join(' ');
  const shown = hasty.length === 1 ? 'One subtitle stands' : `${hasty.length} subtitles stand`;
  return [
    `${shown} for too short a time to be read, such as '${example.slice(0, 60)}' at ${first.startSeconds.toFixed(1)} s.`,
  ];
}

function charactersOf({ words }: SubtitleCue): number {
  return words.reduce((sum, { text }) => sum + text.length + 1, -1);
}
