import type { Size } from '../geometry.ts';
import type { SubtitleCue, SubtitleTrack } from '../subtitles/subtitle-track.ts';
import { isVertical } from './frame-shape.ts';
import type { Timeline } from './timeline.ts';

/** A part of a cue that would be shown for less goes with the other part: it would only flicker. */
const shortestPartSeconds = 0.15;

/**
 * In a vertical clip the place for subtitles at the bottom is where a cut-out person has the mouth. While the person
 * stands there, such subtitles stand above the head, in the middle; the lead-in with the whole head keeps them below.
 * A cue that is on the screen when the picture changes moves with it.
 */
export function clearOfFace(track: SubtitleTrack, timeline: Timeline, frame: Size): SubtitleTrack {
  if (timeline.overlaidHead !== 'cutout' || track.position !== 'bottom' || !isVertical(frame)) return track;
  const changesAt = timeline.headAloneSeconds;
  return { ...track, cues: track.cues.flatMap((cue) => (cue.position ? [cue] : placed(cue, changesAt))) };
}

function placed(cue: SubtitleCue, changesAt: number): SubtitleCue[] {
  const secondsBefore = changesAt - cue.startSeconds;
  const secondsAfter = cue.endSeconds - changesAt;
  const above = { ...cue, position: 'middle' as const };
  if (secondsAfter < shortestPartSeconds && secondsBefore > secondsAfter) return [cue];
  if (secondsBefore < shortestPartSeconds) return [above];
  return [
    { ...cue, endSeconds: changesAt },
    { ...above, startSeconds: changesAt },
  ];
}
