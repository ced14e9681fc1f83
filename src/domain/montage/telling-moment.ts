import type { SubtitleCue } from '../subtitles/subtitle-track.ts';
import type { Timeline } from './timeline.ts';

/** A presenter who has not begun to speak, or a change of scene, tells little. */
const settledSeconds = 0.3;
/** A cue that has just come is still on its way in. */
const arrivedSeconds = 0.25;
const wordsToSee = 2;

interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * For each scene when a still shows most of it: head or overlay in its place with subtitles over them, and as early as
 * that, so that little must be decoded for it. Seconds of the speech part. At most two scenes: the head alone, then what
 * comes over the background.
 */
export function sceneMoments(timeline: Timeline, cues: readonly SubtitleCue[]): readonly number[] {
  return scenesOf(timeline).map((scene) => momentIn(settled(scene), cues));
}

/** The scene in which the presenter is seen as the template has it, by its number: without an overlay the first one. */
export function tellingScene(timeline: Timeline): number {
  return timeline.overlaidHead === 'none' ? 0 : scenesOf(timeline).length - 1;
}

function scenesOf({ durationSeconds, headAloneSeconds, fadeSeconds }: Timeline): readonly Span[] {
  return [
    { from: 0, to: headAloneSeconds },
    { from: headAloneSeconds + fadeSeconds, to: durationSeconds },
  ].filter(({ from, to }) => to > from);
}

function momentIn({ from, to }: Span, cues: readonly SubtitleCue[]): number {
  const seen = cues
    .map((cue) => ({ cue, atSeconds: Math.max(from, cue.startSeconds + arrivedSeconds) }))
    .filter(({ cue, atSeconds }) => atSeconds < cue.endSeconds && atSeconds <= to);
  const fullest = seen.find(({ cue }) => cue.words.length >= wordsToSee) ?? seen[0];
  return fullest?.atSeconds ?? from;
}

function settled({ from, to }: Span): Span {
  const margin = Math.min(settledSeconds, (to - from) / 3);
  return { from: from + margin, to: to - margin };
}
