import { describe, expect, it } from 'vitest';
import { type Aspect, aspects, frameOfAspect } from '../ad/ad.ts';
import type { Box, Size } from '../geometry.ts';
import { closeUpCard, type ShownSettings, storyCard } from './still-card.ts';

const settings: ShownSettings = { template: 'mix_basic_circle', position: 'bottom', isLabelled: false };

function isWithin(box: Box, size: Size): boolean {
  const right = box.x + box.width <= size.width + 0.5;
  return box.x >= 0 && box.y >= 0 && right && box.y + box.height <= size.height + 0.5;
}

function overlap(one: Box, other: Box): boolean {
  const across = one.x < other.x + other.width && other.x < one.x + one.width;
  return across && one.y < other.y + other.height && other.y < one.y + one.height;
}

function storyBoxes(aspect: Aspect, has: Parameters<typeof storyCard>[1]) {
  const { scenes, intro, outro, ...size } = storyCard(frameOfAspect[aspect], has);
  return { boxes: [...(intro ? [intro] : []), ...scenes, ...(outro ? [outro] : [])], size };
}

describe.each(aspects)('the picture of an ad of %s', (aspect) => {
  const ratio = frameOfAspect[aspect].width / frameOfAspect[aspect].height;

  it('leaves room on a phone for what is said below it, and shows every part whole, in order, beside the others', () => {
    for (const scenes of [1, 2]) {
      for (const [intro, outro] of [
        [false, false],
        [true, false],
        [false, true],
        [true, true],
      ] as const) {
        const { boxes, size } = storyBoxes(aspect, { scenes, intro, outro });
        expect(boxes).toHaveLength(scenes + Number(intro) + Number(outro));
        expect(size.width / size.height).toBeGreaterThanOrEqual(1.5);
        for (const [at, box] of boxes.entries()) {
          expect(isWithin(box, size)).toBe(true);
          expect(box.width / box.height).toBeCloseTo(ratio, 1);
          expect(boxes.slice(at + 1).some((other) => overlap(box, other))).toBe(false);
        }
      }
    }
  });

  it('shows the circle several times as large as the whole frame beside it does', () => {
    const frame = frameOfAspect[aspect];
    const card = closeUpCard(frame, 'circle', settings);
    expect(card && isWithin(card.source, frame)).toBe(true);
    const scale = (target: Box, source: Size) => target.width / source.width;
    expect(card && scale(card.closeUp, card.source) / scale(card.frame, frame)).toBeGreaterThan(2);
    expect(card && overlap(card.frame, card.closeUp)).toBe(false);
  });
});

describe('a close-up of subtitles', () => {
  it.each(['top', 'middle', 'bottom'] as const)(
    'holds the line at the %s over the whole width',
    (position) => {
      const frame = frameOfAspect['9:16'];
      const card = closeUpCard(frame, 'subtitles', { ...settings, position });
      const middle = { top: 0.17, middle: 0.44, bottom: 0.71 }[position] * frame.height;
      expect(card?.source.width).toBe(frame.width);
      expect(card && card.source.y < middle && card.source.y + card.source.height > middle).toBe(true);
      expect(card && isWithin(card.source, frame)).toBe(true);
    },
  );

  it('is left out where it would be no larger, or there are none', () => {
    expect(closeUpCard(frameOfAspect['16:9'], 'subtitles', settings)).toBeUndefined();
    expect(
      closeUpCard(frameOfAspect['9:16'], 'subtitles', { ...settings, position: undefined }),
    ).toBeUndefined();
  });
});
