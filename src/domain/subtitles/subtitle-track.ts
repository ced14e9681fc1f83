import type { TimeSpan } from '../speech/speech.ts';

export const subtitlePositions = ['bottom', 'middle', 'top'] as const;
export type SubtitlePosition = (typeof subtitlePositions)[number];

/** A word inside a cue; words of an uploaded file without own times share their cue's time. */
export interface CueWord extends TimeSpan {
  readonly text: string;
  /** Starred in the script or in the subtitles' text: stands out. */
  readonly emphasised?: boolean;
}

/** What stands on the screen at one time; at most two lines once it is laid out. */
export interface SubtitleCue extends TimeSpan {
  readonly words: readonly CueWord[];
  /** True where the words' own times are known, so that a word can be lit as it is spoken. */
  readonly wordTimed: boolean;
  /** Where this cue stands when it isn't the track's position. */
  readonly position?: SubtitlePosition;
}

export interface SubtitleTrack {
  readonly cues: readonly SubtitleCue[];
  readonly theme: string;
  readonly position: SubtitlePosition;
}

/** Where its cues stand, one after the other; where they would, when there are none. */
export function positionsOf({ cues, position }: SubtitleTrack): readonly SubtitlePosition[] {
  return cues.length === 0 ? [position] : cues.map((cue) => cue.position ?? position);
}
