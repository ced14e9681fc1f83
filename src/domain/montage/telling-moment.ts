import type { SubtitleCue } from '../subtitles/subtitle-track.ts';
import type { Timeline } from './timeline.ts';

/** A presenter who has not begun to speak, or a change of scene, tells little. */
const settledSeconds = 0.3;
/** A cue that has just come is still on its way in. */
const arrivedSeconds = 0.25;
const wordsToSee = 2;

/**
 * When a still shows most of what a clip is made of: head or overlay in its place with subtitles over them, and as early
 * as that, so that little must be decoded for it. Seconds of the speech part.
 */
export function tellingMoment(timeline: Timeline, cues: readonly SubtitleCue[]): number {
  const { from, to } = tellingSpan(timeline);
  const seen = cues
    .map((cue) => ({ cue, atSeconds: Math.max(from, cue.startSeconds + arrivedSeconds) }))
    .filter(({ cue, atSeconds }) => atSeconds < cue.endSeconds && atSeconds <= to);
  const fullest = seen.find(({ cue }) => cue.words.length >= wordsToSee) ?? seen[0];
  return fullest?.atSeconds ?? from;
}

/** Without an overlay the head itself is what is seen of the presenter, for as long as it is there. */
function tellingSpan({ durationSeconds, headAloneSeconds, fadeSeconds, overlaidHead }: Timeline) {
  const end = overlaidHead === 'none' ? headAloneSeconds : durationSeconds;
  const begin = overlaidHead === 'none' || headAloneSeconds === 0 ? 0 : headAloneSeconds + fadeSeconds;
  const margin = Math.min(settledSeconds, (end - begin) / 3);
  return { from: begin + margin, to: end - margin };
}
