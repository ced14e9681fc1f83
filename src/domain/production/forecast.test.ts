import { expect, it } from 'vitest';
import { createForecast } from './forecast.ts';

it('the time left follows from the speed since the first look, not from what was there before', () => {
  const remaining = createForecast();
  expect(remaining(0.5, 100)).toBeUndefined();
  expect(remaining(0.52, 101)).toBeUndefined();
  expect(remaining(0.6, 102)).toBeCloseTo(8);
  expect(remaining(1, 110)).toBeCloseTo(0);
});
