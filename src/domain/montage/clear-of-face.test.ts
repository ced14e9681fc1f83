import { describe, expect, it } from 'vitest';
import { frameOfAspect, type Template } from '../ad/ad.ts';
import { renderAss } from '../subtitles/render-ass.ts';
import { clearOfFace } from './clear-of-face.ts';
import { placeCutout } from './placement.ts';
import { planTimeline } from './timeline.ts';

const cue = (startSeconds: number) => ({
  startSeconds,
  endSeconds: startSeconds + 1,
  wordTimed: true,
  words: ['Unbelievably', 'comfortable', 'sneakers'].map((text) => ({
    text,
    startSeconds,
    endSeconds: startSeconds + 1,
  })),
});
const track = { theme: 'light', position: 'bottom', cues: [cue(1), cue(5)] } as const;
const timelineOf = (template: Template) =>
  planTimeline({ format: 'character_with_background', template, durationSeconds: 8, framesPerSecond: 30 });

describe('subtitles beside a cut-out person', () => {
  it('stand above the head of a person in a vertical clip', () => {
    const frame = frameOfAspect['9:16'];
    const { at } = placeCutout(
      frame,
      { width: 1080, height: 1920 },
      { x: 60, y: 700, width: 960, height: 1220 },
    );
    const { boxes } = renderAss(clearOfFace(track, timelineOf('overlay'), frame), frame);
    expect(boxes).toHaveLength(2);
    for (const { box } of boxes) expect(box.y + box.height).toBeLessThanOrEqual(at.y + at.height * 0.04);
  });
  it('stay below while the head alone is shown', () => {
    const moved = clearOfFace(track, timelineOf('mix_basic_overlay'), frameOfAspect['9:16']);
    expect(moved.cues.map(({ position }) => position)).toEqual([undefined, 'middle']);
  });
  it('move when the picture changes while they are shown, without a gap, and not for a moment', () => {
    const spanning = { ...track, cues: [cue(2.5), cue(2.1), cue(2.95)] };
    const moved = clearOfFace(spanning, timelineOf('mix_basic_overlay'), frameOfAspect['9:16']);
    expect(
      moved.cues.map(({ startSeconds, endSeconds, position }) => [startSeconds, endSeconds, position]),
    ).toEqual([
      [2.5, 3, undefined],
      [3, 3.5, 'middle'],
      [2.1, 3.1, undefined],
      [2.95, 3.95, 'middle'],
    ]);
    expect(moved.cues[1]?.words).toEqual(spanning.cues[0]?.words);
  });
  it('stay where they are in other frames and templates', () => {
    expect(clearOfFace(track, timelineOf('overlay'), frameOfAspect['16:9'])).toBe(track);
    expect(clearOfFace(track, timelineOf('circle'), frameOfAspect['9:16'])).toBe(track);
  });
});
