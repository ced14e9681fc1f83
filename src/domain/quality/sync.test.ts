import { describe, expect, it } from 'vitest';
import { type MouthTrace, measureSync } from './sync.ts';

/** A mouth that opens for syllables at uneven times, as a function of time; another seed is another text. */
function speaker(seed: number): (seconds: number) => number {
  let state = seed;
  const random = () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
  const syllables: { at: number; width: number; height: number }[] = [];
  for (let at = 0.2; at < 12; at += 0.12 + 0.2 * random()) {
    syllables.push({ at, width: 0.04 + 0.04 * random(), height: 0.02 + 0.06 * random() });
    if (random() < 0.08) at += 0.5;
  }
  return (seconds) =>
    Math.max(
      0,
      ...syllables.map(({ at, width, height }) => height * Math.exp(-(((seconds - at) / width) ** 2))),
    );
}

function filmed(mouth: (seconds: number) => number, framesPerSecond = 25, lateMs = 0): MouthTrace {
  const frames = 12 * framesPerSecond;
  const gaps = Array.from({ length: frames }, (_, frame) =>
    mouth((frame + 0.5) / framesPerSecond - lateMs / 1000),
  );
  return { framesPerSecond, gaps };
}

const noise = (frame: number) => 0.003 * Math.sin(frame * 12.9898 * 43.7);

describe('meter A', () => {
  it('reads no offset and full correlation from the intended movement itself', () => {
    const curve = filmed(speaker(1));
    const reading = measureSync(curve, curve);
    expect(reading?.offsetMs).toBeCloseTo(0, 3);
    expect(reading?.correlation).toBeGreaterThan(0.9999);
    expect(reading?.missingShare).toBe(0);
  });

  it.each([-400, -200, -120, -80, -40, -25, -10, 10, 25, 33, 40, 80, 120, 200, 400])(
    'recovers a picture that is %i ms late within 4 ms',
    (lateMs) => {
      for (const seed of [1, 2, 3]) {
        const reading = measureSync(filmed(speaker(seed), 25, lateMs), filmed(speaker(seed)));
        expect(Math.abs((reading?.offsetMs ?? Number.NaN) - lateMs)).toBeLessThan(4);
        expect(reading?.correlation).toBeGreaterThan(0.97);
      }
    },
  );

  it.each([15, 30, 50])('compares a curve of 25 frames a second with one of %i', (framesPerSecond) => {
    const reading = measureSync(filmed(speaker(4), framesPerSecond, 60), filmed(speaker(4), 25));
    expect(Math.abs((reading?.offsetMs ?? Number.NaN) - 60)).toBeLessThan(4);
  });

  it('compares a part of the clip with the whole curve', () => {
    const { gaps } = filmed(speaker(5), 25, 20);
    const part = { framesPerSecond: 25, gaps: gaps.slice(75, 200), startSeconds: 3 };
    const reading = measureSync(part, filmed(speaker(5)));
    expect(Math.abs((reading?.offsetMs ?? Number.NaN) - 20)).toBeLessThan(4);
    expect(reading?.comparedSeconds).toBeCloseTo(4.96, 2);
  });

  it('is not misled by scale, drift, noise and a few unseen frames', () => {
    const intended = filmed(speaker(6));
    const gaps = filmed(speaker(6), 25, 40).gaps.map((gap, frame) =>
      frame % 40 < 2 ? null : 0.7 * (gap ?? 0) + 0.01 + 0.0001 * frame + noise(frame),
    );
    const reading = measureSync({ framesPerSecond: 25, gaps }, intended);
    expect(Math.abs((reading?.offsetMs ?? Number.NaN) - 40)).toBeLessThan(4);
    expect(reading?.correlation).toBeGreaterThan(0.9);
    expect(reading?.missingShare).toBeCloseTo(0.053, 2);
  });

  it('gives another text a low correlation at any offset', () => {
    for (const [left, right] of [
      [1, 2],
      [2, 3],
      [3, 4],
      [4, 1],
      [5, 6],
    ] as const) {
      const reading = measureSync(filmed(speaker(left)), filmed(speaker(right)));
      expect(reading?.correlation).toBeLessThan(0.6);
    }
  });

  it('gives a mouth that stands still no correlation', () => {
    const still = { framesPerSecond: 25, gaps: new Array<number>(300).fill(0.01) };
    expect(measureSync(still, filmed(speaker(1)))?.correlation).toBe(0);
  });

  it('says nothing of a face that is hardly seen or of a moment', () => {
    const unseen = { framesPerSecond: 25, gaps: new Array<null>(300).fill(null) };
    expect(measureSync(unseen, filmed(speaker(1)))).toBeUndefined();
    const moment = { framesPerSecond: 25, gaps: filmed(speaker(1)).gaps.slice(0, 40) };
    expect(measureSync(moment, filmed(speaker(1)))).toBeUndefined();
  });
});
