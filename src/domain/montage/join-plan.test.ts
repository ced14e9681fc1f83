import { describe, expect, it } from 'vitest';
import { outroStartSeconds, planJoin } from './join-plan.ts';

const rate = { framesPerSecond: 30 };

describe('intro and outro', () => {
  it('lie over the ends of the speech part for 0.3 s each', () => {
    const plan = planJoin({ bodySeconds: 8, introSeconds: 2, outroSeconds: 3, ...rate });
    expect(plan.bodyStartSeconds).toBeCloseTo(1.7);
    expect(plan.totalSeconds).toBeCloseTo(1.7 + 8 + 2.7);
    expect(outroStartSeconds(plan)).toBeCloseTo(1.7 + 7.7);
  });
  it('change nothing where there are none, not even the last part of a frame', () => {
    expect(planJoin({ bodySeconds: 7.283, ...rate })).toEqual({
      bodyStartSeconds: 0,
      bodySeconds: 7.283,
      totalSeconds: 7.283,
    });
  });
  it('begin and end on whole frames', () => {
    const plan = planJoin({ bodySeconds: 7.283, introSeconds: 1.2345, outroSeconds: 0.777, ...rate });
    const { intro, outro, bodyStartSeconds, bodySeconds, totalSeconds } = plan;
    for (const time of [
      ...[intro?.seconds, intro?.fadeSeconds, outro?.seconds, outro?.fadeSeconds],
      ...[bodyStartSeconds, bodySeconds, totalSeconds],
    ]) {
      const frames = (time ?? Number.NaN) * 30;
      expect(Math.abs(frames - Math.round(frames))).toBeLessThan(1e-6);
    }
  });
  it('are shown for 15 s at most, and a single frame for one frame', () => {
    const plan = planJoin({ bodySeconds: 5, introSeconds: 1 / 30, outroSeconds: 600, ...rate });
    expect(plan.intro).toEqual({ seconds: 1 / 30, fadeSeconds: 0 });
    expect(plan.outro).toEqual({ seconds: 15, fadeSeconds: 0.3 });
  });
});
