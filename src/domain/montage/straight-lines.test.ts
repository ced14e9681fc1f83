import { expect, test } from 'vitest';
import { straightLines } from './straight-lines.ts';

const between = (points: ReturnType<typeof straightLines>, at: number): number => {
  const next = points.findIndex((point) => point.at >= at);
  const [from, to] = [points[Math.max(0, next - 1)], points[next]];
  if (!from || !to || from === to) return to?.value ?? 0;
  return from.value + ((to.value - from.value) * (at - from.at)) / (to.at - from.at);
};

test('no value is off the lines by more than was allowed, and a level curve is one line', () => {
  const curve = Array.from({ length: 500 }, (_, at) => 0.5 + 0.4 * Math.sin(at / 20));
  const points = straightLines(curve, 0.02);
  const off = curve.map((value, at) => Math.abs(value - between(points, at)));
  expect(Math.max(...off)).toBeLessThanOrEqual(0.02);
  expect(points.length).toBeLessThan(60);
  expect(straightLines(new Array<number>(300).fill(0.3), 0.01)).toEqual([
    { at: 0, value: 0.3 },
    { at: 299, value: 0.3 },
  ]);
  expect(straightLines([0.7], 0.01)).toEqual([{ at: 0, value: 0.7 }]);
  expect(straightLines([], 0.01)).toEqual([]);
});
