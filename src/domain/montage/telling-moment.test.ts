import { expect, it } from 'vitest';
import type { Template } from '../ad/ad.ts';
import type { SubtitleCue } from '../subtitles/subtitle-track.ts';
import { sceneMoments, tellingScene } from './telling-moment.ts';
import { planTimeline } from './timeline.ts';

const cue = (startSeconds: number, endSeconds: number, text: string): SubtitleCue => ({
  startSeconds,
  endSeconds,
  words: text.split(' ').map((word) => ({ text: word, startSeconds, endSeconds })),
  wordTimed: true,
});
const cues = [cue(0, 0.9, 'Yes!'), cue(0.9, 3.4, 'Warm bread'), cue(3.4, 6, 'every single morning')];
const of = (template: Template, durationSeconds = 10) =>
  planTimeline({ format: 'character_with_background', template, durationSeconds, framesPerSecond: 30 });

it('a still shows head or overlay in its place, with subtitles of several words over them, as early as that', () => {
  const telling = (template: Template, from = cues) => {
    const timeline = of(template);
    return sceneMoments(timeline, from)[tellingScene(timeline)];
  };
  expect(telling('circle')).toBeCloseTo(1.15);
  expect(telling('basic')).toBeCloseTo(1.15);
  expect(telling('mix_basic_overlay')).toBeCloseTo(3.65);
  expect(telling('circle', [])).toBeCloseTo(0.3);
  expect(telling('circle', cues.slice(0, 1))).toBeCloseTo(0.3);
});

it('a template that begins with the head alone has a moment for what comes after', () => {
  expect(sceneMoments(of('circle'), cues)).toHaveLength(1);
  const [head = 0, video = 0] = sceneMoments(of('basic'), cues);
  expect(head).toBeLessThan(3);
  expect(video).toBeCloseTo(3.65);
});

it('a still of the shortest clip lies within it', () => {
  for (const template of ['basic', 'overlay', 'mix_basic_circle'] as const) {
    for (const moment of sceneMoments(of(template, 0.4), cues)) {
      expect(moment).toBeGreaterThan(0);
      expect(moment).toBeLessThan(0.4);
    }
  }
});
