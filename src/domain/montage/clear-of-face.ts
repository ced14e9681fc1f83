import type { Size } from '../geometry.ts';
import type { SubtitleTrack } from '../subtitles/subtitle-track.ts';
import { isVertical } from './frame-shape.ts';
import type { Timeline } from './timeline.ts';

/**
 * In a vertical clip the place for subtitles at the bottom is where a cut-out person has the mouth. While the person
 * stands there, such subtitles stand above the head, in the middle; the lead-in with the whole head keeps them below.
 */
export function clearOfFace(track: SubtitleTrack, timeline: Timeline, frame: Size): SubtitleTrack {
  if (timeline.overlaidHead !== 'cutout' || track.position !== 'bottom' || !isVertical(frame)) return track;
  const cues = track.cues.map((cue) => {
    const middle = (cue.startSeconds + cue.endSeconds) / 2;
    return middle < timeline.headAloneSeconds || cue.position ? cue : { ...cue, position: 'middle' as const };
  });
  return { ...track, cues };
}
