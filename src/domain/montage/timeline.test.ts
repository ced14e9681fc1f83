import { describe, expect, it } from 'vitest';
import type { templates } from '../ad/ad.ts';
import { backgroundSeconds, planTimeline } from './timeline.ts';

const plan = (template: (typeof templates)[number] | undefined, durationSeconds: number) =>
  planTimeline({
    format: template ? 'character_with_background' : 'talking_head',
    template,
    durationSeconds,
    framesPerSecond: 30,
  });

describe('what is shown when', () => {
  it('shows the head alone for three seconds, then fades', () => {
    expect(plan('basic', 15)).toEqual({
      durationSeconds: 15,
      headAloneSeconds: 3,
      fadeSeconds: 0.2,
      overlaidHead: 'none',
    });
    expect(plan('mix_basic_circle', 15).overlaidHead).toBe('circle');
    expect(plan('mix_basic_overlay', 15).overlaidHead).toBe('cutout');
  });
  it('begins with the background where the template has no lead-in', () => {
    expect(plan('circle', 15).headAloneSeconds).toBe(0);
    expect(backgroundSeconds(plan('overlay', 15))).toBe(15);
  });
  it('shortens the lead-in of a short speech, so that the background is seen at all', () => {
    for (const duration of [0.4, 1, 2.2, 4.4]) {
      const { headAloneSeconds, fadeSeconds } = plan('basic', duration);
      expect(headAloneSeconds).toBeLessThanOrEqual(duration * 0.7);
      expect(headAloneSeconds + fadeSeconds).toBeLessThan(duration);
    }
  });
  it('changes layers on whole frames', () => {
    const { headAloneSeconds } = plan('basic', 3.7);
    expect(headAloneSeconds * 30).toBeCloseTo(Math.round(headAloneSeconds * 30), 9);
  });
  it('shows a talking head from beginning to end', () => {
    expect(plan(undefined, 7).headAloneSeconds).toBe(7);
  });
});
