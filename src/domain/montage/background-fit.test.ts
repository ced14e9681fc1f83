import { describe, expect, it } from 'vitest';
import { fitBackground } from './background-fit.ts';

describe('a background is brought to the length of the speech', () => {
  it('trims what is longer', () => {
    expect(fitBackground(20, 12.5)).toEqual({ kind: 'trim' });
    expect(fitBackground(12.49, 12.5)).toEqual({ kind: 'trim' });
  });
  it('stretches what is a little shorter, by 1.2 at most', () => {
    expect(fitBackground(10, 12)).toEqual({ kind: 'stretch', factor: 1.2 });
    expect(fitBackground(10, 12.1)).toEqual({ kind: 'loop', fadeSeconds: 0.5 });
    expect(fitBackground(0.6, 12)).toEqual({ kind: 'loop', fadeSeconds: 0.6 / 3 });
  });
  it('holds what is too short to move', () => {
    expect(fitBackground(0.04, 12)).toEqual({ kind: 'still' });
  });
});
