import { describe, expect, it } from 'vitest';
import { aspects, frameOfAspect } from '../ad/ad.ts';
import type { Box } from '../geometry.ts';
import { layoutCue } from '../subtitles/layout-cue.ts';
import { renderAss } from '../subtitles/render-ass.ts';
import { safeArea } from '../subtitles/safe-area.ts';
import { subtitleTheme, subtitleThemeNames } from '../subtitles/subtitle-theme.ts';
import { subtitlePositions } from '../subtitles/subtitle-track.ts';
import { placeCircle, placeCutout, placeMark, ringWidth } from './placement.ts';

const apart = (left: Box, right: Box) =>
  left.x + left.width <= right.x ||
  right.x + right.width <= left.x ||
  left.y + left.height <= right.y ||
  right.y + right.height <= left.y;

const inside = (inner: Box, outer: Box) =>
  inner.x >= outer.x - 0.01 &&
  inner.y >= outer.y - 0.01 &&
  inner.x + inner.width <= outer.x + outer.width + 0.01 &&
  inner.y + inner.height <= outer.y + outer.height + 0.01;

const longWords = ['Unbelievably', 'comfortable', 'everyday', 'sneakers', 'delivered'];

describe.each(aspects)('in a frame of %s', (aspect) => {
  const frame = frameOfAspect[aspect];
  const shorter = Math.min(frame.width, frame.height);
  const badge = { width: shorter * 0.24, height: 58 };
  const label = { width: shorter * 0.66, height: shorter * 0.065 };
  const cases = subtitlePositions.flatMap((position) =>
    [true, false].flatMap((afterLeadIn) =>
      [true, false].map((besideLabel) => ({ position, afterLeadIn, besideLabel })),
    ),
  );

  it.each(cases)(
    'circle, disclosure and subtitles keep clear of each other and of the players: %o',
    ({ position, afterLeadIn, besideLabel }) => {
      const circle = placeCircle(frame, position, { afterLeadIn, besideLabel });
      const ring = ringWidth(circle.width);
      const ringed = {
        x: circle.x - ring,
        y: circle.y - ring,
        width: circle.width + 2 * ring,
        height: circle.height + 2 * ring,
      };
      const size = besideLabel ? label : badge;
      const mark = { ...placeMark(frame, size, besideLabel ? 'middle' : 'right', [position]), ...size };
      const words = longWords.map((text, index) => ({ text, startSeconds: index, endSeconds: index + 1 }));
      const cue = { startSeconds: 0, endSeconds: 5, words, wordTimed: true };
      const { boxes } = renderAss({ theme: 'light', position, cues: [cue] }, frame);
      expect(boxes.length).toBeGreaterThan(0);
      expect(inside(ringed, safeArea(frame))).toBe(true);
      expect(inside(mark, safeArea(frame))).toBe(true);
      expect(apart(ringed, mark)).toBe(true);
      for (const { box } of boxes) {
        expect(apart(box, ringed)).toBe(true);
        expect(apart(box, mark)).toBe(true);
      }
    },
  );

  it('the disclosure keeps clear of subtitles that are now at the top and now at the bottom, in every theme', () => {
    const mark = { ...placeMark(frame, badge, 'right', ['top', 'bottom']), ...badge };
    expect(inside(mark, safeArea(frame))).toBe(true);
    const words = 'что я сейчас нашла тут для вас всех'.split(' ');
    for (const theme of subtitleThemeNames) {
      for (const position of ['top', 'bottom'] as const) {
        for (const shown of [words.slice(0, 4), words.slice(0, 5), words, longWords]) {
          const { box } = layoutCue(shown, { frame, theme: subtitleTheme(theme), position });
          expect(apart(box, mark)).toBe(true);
        }
      }
    }
  });

  it('a cut-out stands on the lower edge, at the left, and is not distorted', () => {
    const head = { width: 1080, height: 1920 };
    const { crop, at } = placeCutout(frame, head, { x: 100, y: 700, width: 880, height: 1220 });
    expect(at.y + at.height).toBe(frame.height);
    expect(at.x + at.width / 2).toBeLessThan(frame.width * 0.5);
    expect(at.width / at.height).toBeCloseTo(crop.width / crop.height, 1);
    expect(at.height / frame.height).toBeGreaterThan(0.4);
  });

  it('a person cut by the left edge of the head picture stands at the left edge of the frame', () => {
    const person = { x: 0, y: 700, width: 900, height: 1220 };
    expect(placeCutout(frame, { width: 1080, height: 1920 }, person).at.x).toBe(0);
  });
});
