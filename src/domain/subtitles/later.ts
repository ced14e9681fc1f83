import type { TimeSpan } from '../speech/speech.ts';
import type { SubtitleTrack } from './subtitle-track.ts';

/** The same subtitles, so many seconds later: behind an intro. */
export function later(track: SubtitleTrack, seconds: number): SubtitleTrack {
  if (seconds === 0) return track;
  const moved = <Span extends TimeSpan>(span: Span): Span => ({
    ...span,
    startSeconds: span.startSeconds + seconds,
    endSeconds: span.endSeconds + seconds,
  });
  return { ...track, cues: track.cues.map((cue) => ({ ...moved(cue), words: cue.words.map(moved) })) };
}
