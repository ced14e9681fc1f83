import { type Box, enclosing } from '../geometry.ts';
import { textsOf } from '../subtitles/cues-from-speech.ts';
import { layoutCue } from '../subtitles/layout-cue.ts';
import { subtitleTheme } from '../subtitles/subtitle-theme.ts';
import type { SubtitleCue, SubtitlePosition, SubtitleTrack } from '../subtitles/subtitle-track.ts';
import { shownAt } from './fill-frame.ts';
import { isVertical } from './frame-shape.ts';
import type { VideoPlan } from './video-plan.ts';

/** A part of a cue that would be shown for less goes with the other part: it would only flicker. */
const shortestPartSeconds = 0.15;

/** What of a plan tells where the head is seen. */
export type HeadPlaces = Pick<VideoPlan, 'timeline' | 'frame' | 'headFill' | 'cut'>;

/**
 * Subtitles move off the presenter's face. In a vertical clip the place for those at the bottom is where a cut-out
 * person has the mouth: while the person stands there, they stand above the head, in the middle. Those in the middle go
 * below where they would hide the face, be it of the whole head or of a cut-out person; those at the top where they
 * would lie on the forehead of a whole head. A cue that is on the screen when the picture changes moves with it, in the
 * middle of the change: before it the one face is the clearer, after it the other. `face` is of the head's picture.
 */
export function clearOfFace(track: SubtitleTrack, plan: HeadPlaces, face?: Box): SubtitleTrack {
  const { headAloneSeconds, fadeSeconds } = plan.timeline;
  const first = headAloneSeconds > 0 ? besideWholeHead(track, plan, face) : track.position;
  const then = besideCutout(track, plan, face);
  if (first === track.position && then === track.position) return track;
  const place = (cue: SubtitleCue, position: SubtitlePosition): SubtitleCue =>
    position === track.position ? cue : { ...cue, position };
  return {
    ...track,
    cues: track.cues.flatMap((cue) => {
      if (cue.position) return [cue];
      if (first === then) return [place(cue, then)];
      const [before, rest] = parted(cue, headAloneSeconds + fadeSeconds / 2);
      return [...(before ? [place(before, first)] : []), ...(rest ? [place(rest, then)] : [])];
    }),
  };
}

function besideWholeHead(
  track: SubtitleTrack,
  { frame, headFill }: HeadPlaces,
  face: Box | undefined,
): SubtitlePosition {
  if (track.position === 'bottom' || !face) return track.position;
  return hides(track, frame, shownAt(face, headFill)) ? 'bottom' : track.position;
}

function besideCutout(
  track: SubtitleTrack,
  { timeline, frame, cut }: HeadPlaces,
  face: Box | undefined,
): SubtitlePosition {
  if (timeline.overlaidHead !== 'cutout') return track.position;
  if (isVertical(frame)) return track.position === 'bottom' ? 'middle' : track.position;
  if (track.position !== 'middle' || !face || !cut) return track.position;
  return hides(track, frame, shownAt(face, cut)) ? 'bottom' : track.position;
}

function hides({ cues, theme, position }: SubtitleTrack, frame: HeadPlaces['frame'], face: Box): boolean {
  const style = { frame, theme: subtitleTheme(theme), position };
  const boxes = cues
    .filter((cue) => !cue.position)
    .map(({ words }) => layoutCue(textsOf(words), style))
    .filter((layout) => layout.words.length > 0)
    .map(({ box }) => box);
  if (boxes.length === 0) return false;
  const text = enclosing(boxes);
  const overlaps = (from: number, length: number, otherFrom: number, otherLength: number) =>
    from < otherFrom + otherLength && otherFrom < from + length;
  return (
    overlaps(text.x, text.width, face.x, face.width) && overlaps(text.y, text.height, face.y, face.height)
  );
}

/** What of a cue is shown before a moment and what from then on. */
function parted(
  cue: SubtitleCue,
  changesAt: number,
): readonly [SubtitleCue | undefined, SubtitleCue | undefined] {
  const secondsBefore = changesAt - cue.startSeconds;
  const secondsAfter = cue.endSeconds - changesAt;
  if (secondsAfter < shortestPartSeconds && secondsBefore > secondsAfter) return [cue, undefined];
  if (secondsBefore < shortestPartSeconds) return [undefined, cue];
  return [
    { ...cue, endSeconds: changesAt },
    { ...cue, startSeconds: changesAt },
  ];
}
