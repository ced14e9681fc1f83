import { describe, expect, it } from 'vitest';
import { autoCircle, circleFault, circleSquare } from './auto-circle.ts';

const picture = { width: 1080, height: 1920 };

describe('the circle follows the face', () => {
  it('is centred on the face, a little above its middle, with room around it', () => {
    const circle = autoCircle({ x: 400, y: 800, width: 240, height: 300 }, picture);
    expect(circle.centre.x).toBeCloseTo(520 / 1080, 6);
    expect(circle.centre.y).toBeCloseTo((950 - 24) / 1920, 6);
    expect(circle.radius).toBeCloseTo(315 / 1080, 6);
  });
  it('never leaves the picture', () => {
    for (const face of [
      { x: -50, y: -20, width: 300, height: 300 },
      { x: 900, y: 1800, width: 300, height: 400 },
      { x: 0, y: 0, width: 1080, height: 1900 },
      { x: 500, y: 900, width: 4, height: 4 },
    ]) {
      const { radius, centre } = autoCircle(face, picture);
      const reach = radius * 1080;
      expect(radius).toBeGreaterThanOrEqual(0.05);
      expect(centre.x * 1080 - reach).toBeGreaterThanOrEqual(-1e-9);
      expect(centre.x * 1080 + reach).toBeLessThanOrEqual(1080 + 1e-9);
      expect(centre.y * 1920 - reach).toBeGreaterThanOrEqual(-1e-9);
      expect(centre.y * 1920 + reach).toBeLessThanOrEqual(1920 + 1e-9);
    }
  });
});

describe('circles set by hand', () => {
  it('cut a square inside the picture, also where the circle reaches beyond it', () => {
    const square = circleSquare({ radius: 0.6, centre: { x: 1, y: 0 } }, picture);
    expect(square).toEqual({ x: 0, y: 0, width: 1080, height: 1080 });
    const small = circleSquare({ radius: 0.05, centre: { x: 1, y: 1 } }, picture);
    expect(small).toEqual({ x: 972, y: 1812, width: 108, height: 108 });
  });
  it('are told what is allowed', () => {
    expect(circleFault({ radius: 0.7, centre: { x: 0.5, y: 0.5 } })).toMatch(/0\.7.*0\.05 and 0\.6/);
    expect(circleFault({ radius: 0.3, centre: { x: 1.5, y: 0.5 } })).toMatch(/1\.5\/0\.5.*0 and 1/);
    expect(circleFault({ radius: Number.NaN, centre: { x: 0.5, y: 0.5 } })).toMatch(/NaN/);
    expect(circleFault({ radius: 0.35, centre: { x: 0.5, y: 0.5 } })).toBeUndefined();
  });
});
