import { describe, expect, it } from 'vitest';
import type { AdOrder } from '../ad/ad-order.ts';
import type { Template } from '../ad/ad.ts';
import { stepsOf, wholeFraction } from './step.ts';

function orderWith(template: Template | undefined, measureSync: boolean): AdOrder {
  const probe = {
    container: 'mp4',
    durationSeconds: 5,
    size: { width: 64, height: 64 },
    rotation: 0,
    videoCodec: 'avc',
    framesPerSecond: 30,
    highDynamicRange: false,
    hasAudio: false,
  } as const;
  return {
    format: template ? 'character_with_background' : 'talking_head',
    script: 'Hi.',
    language: 'en',
    voiceId: 'emma',
    take: 0,
    presenter: { kind: 'cast', id: 'sofia' },
    ...(template && { composition: { template, background: { key: 'a', sha256: 'b', probe } } }),
    aspect: '9:16',
    subtitles: { kind: 'none' },
    disclosure: 'badge',
    measureSync,
  };
}

describe('the steps of an order', () => {
  it('have an overlay only where the template lays the head over something', () => {
    expect(stepsOf(orderWith('circle', false))).toEqual(['portrait', 'speech', 'head', 'overlay', 'montage']);
    expect(stepsOf(orderWith('basic', false))).toEqual(['portrait', 'speech', 'head', 'montage']);
    expect(stepsOf(orderWith(undefined, false))).toEqual(['portrait', 'speech', 'head', 'montage']);
  });

  it('end with a measurement where one was asked for', () => {
    expect(stepsOf(orderWith(undefined, true)).at(-1)).toBe('verification');
  });
});

describe('the fraction of a whole production', () => {
  it('grows with every step from 0 to 1', () => {
    const kinds = stepsOf(orderWith('circle', true));
    let last = -1;
    for (let done = 0; done <= kinds.length; done++) {
      const steps = kinds.map((kind, index) => ({
        kind,
        state: index < done ? ('done' as const) : ('waiting' as const),
        fraction: 0,
      }));
      const fraction = wholeFraction(steps);
      expect(fraction).toBeGreaterThan(last);
      last = fraction;
    }
    expect(last).toBe(1);
  });

  it('counts the part of the running step that is done', () => {
    const at = (fraction: number) => wholeFraction([{ kind: 'head', state: 'running', fraction }]);
    expect(at(0.25)).toBeCloseTo(0.25);
  });
});
