import { describe, expect, it } from 'vitest';
import { aspects, frameOfAspect } from '../ad/ad.ts';
import { fillWithBackground, fillWithHead } from './fill-frame.ts';

const head = { width: 1080, height: 1920 };
const face = { x: 300, y: 800, width: 460, height: 560 };

describe('a head fills frames of every shape', () => {
  it.each(aspects)('keeps the whole face, undistorted, in %s', (aspect) => {
    const frame = frameOfAspect[aspect];
    const { crop, at } = fillWithHead(head, frame, face);
    expect(crop.x).toBeLessThanOrEqual(face.x);
    expect(crop.y).toBeLessThanOrEqual(face.y);
    expect(crop.x + crop.width).toBeGreaterThanOrEqual(face.x + face.width);
    expect(crop.y + crop.height).toBeGreaterThanOrEqual(face.y + face.height);
    expect(at.width / at.height).toBeCloseTo(crop.width / crop.height, 2);
  });
  it('crops where the face has room, and blurs the sides where a crop would be all face', () => {
    expect(fillWithHead(head, frameOfAspect['9:16'], face).blurred).toBe(false);
    expect(fillWithHead(head, frameOfAspect['4:5'], face).blurred).toBe(false);
    const wide = fillWithHead(head, frameOfAspect['16:9'], face);
    expect(wide.blurred).toBe(true);
    expect(wide.at.height).toBe(1080);
    expect(wide.at.width).toBeGreaterThan(900);
    expect(wide.sidesGoOn).toBe(true);
  });
  it('follows a face that stands at the edge without leaving the picture', () => {
    const { crop } = fillWithHead(head, frameOfAspect['1:1'], { x: 0, y: 40, width: 300, height: 360 });
    expect(crop.y).toBe(0);
    expect(crop.x + crop.width).toBeLessThanOrEqual(head.width);
  });
});

describe('a head below what stands at the top of the frame', () => {
  // Hair reaches above the forehead by two fifths of the face at most in the cast and in the test photos.
  const hairShare = 0.4;
  const cast = { x: 340, y: 577, width: 412, height: 469 };
  it.each([
    ['1:1', 'subtitles', 0.2],
    ['4:5', 'subtitles', 0.25],
    ['16:9', 'subtitles', 0.24],
    ['1:1', 'label', 0.1],
    ['4:5', 'label', 0.15],
    ['16:9', 'label', 0.14],
  ] as const)('leaves it room, and the chin too, in %s below %s', (aspect, above, room) => {
    const { crop } = fillWithHead(head, frameOfAspect[aspect], cast, above);
    const hair = (cast.y - hairShare * cast.height - crop.y) / crop.height;
    const chin = (cast.y + cast.height - crop.y) / crop.height;
    expect(hair).toBeGreaterThan(room);
    expect(chin).toBeLessThan(above === 'label' ? 0.73 : 0.83);
  });
});

describe('a background fills frames of other shapes', () => {
  it('is cropped in its middle when most of it stays', () => {
    const { crop, blurred } = fillWithBackground(
      { width: 1080, height: 1350 },
      { width: 1080, height: 1920 },
    );
    expect(blurred).toBe(false);
    expect(crop).toMatchObject({ y: 0, height: 1350 });
    expect(crop.x + crop.width / 2).toBeCloseTo(540, -1);
  });
  it('stands in its own blur when a crop would throw most of it away', () => {
    const { at, blurred } = fillWithBackground({ width: 1920, height: 1080 }, { width: 1080, height: 1920 });
    expect(blurred).toBe(true);
    expect(at).toEqual({ x: 0, y: 656, width: 1080, height: 608 });
  });
});
