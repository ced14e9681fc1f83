import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import { meetsLimit } from '../reading.ts';
import { marksIn, type SeenMarks } from './read-marks.ts';
import {
  beside,
  ideal,
  inRing,
  type SeenWalk,
  trembling,
  walkReadings,
  whileStanding,
} from './walk-readings.ts';
import { type Walk, walks } from './walks.ts';
import { markColours } from './walking-presenter.ts';

const scene = {
  picture: { width: 1080, height: 1350 },
  face: { box: { x: 373, y: 300, width: 322, height: 367 } },
  head: { width: 1080, height: 1920 },
  frame: { width: 1080, height: 1920, framesPerSecond: 30 },
  circleWidth: 432,
  fromSeconds: 0,
};
const walkOf = (id: string): Walk => {
  const walk = walks.find((each) => each.id === id);
  if (!walk) throw new Error(`no walk ${id}`);
  return walk;
};
/** What a clip of three seconds would show whose circle is where it should be, but for what is changed. */
const seenOf = (walk: Walk, change: (marks: SeenMarks, seconds: number) => SeenMarks): SeenWalk => ({
  ...scene,
  walk,
  marks: Array.from({ length: 90 }, (_, frame) => {
    const known = ideal({ ...scene, walk }, frame / 30);
    return change({ ...known }, frame / 30);
  }),
});
const missedOf = (seen: SeenWalk) =>
  walkReadings(seen)
    .filter((reading) => !meetsLimit(reading))
    .map(({ name }) => name);
const moved = (marks: SeenMarks, across: number): SeenMarks => ({
  ...marks,
  ...(marks.middle && { middle: { x: marks.middle.x + across, y: marks.middle.y } }),
});

describe('the meter of a circle that follows', () => {
  it.each(walks)('finds nothing wrong where the circle is right: $id', (walk) => {
    expect(missedOf(seenOf(walk, (marks) => marks))).toEqual([]);
  });

  it('notices a circle that is an eighth of a second late', () => {
    const walk = walkOf('quickly, once a second');
    // In radii: the circle is 1.05 face heights, the walk's own width 0.8 of the frame's.
    const radius = 1.05 * 0.8 * 367;
    const late = seenOf(walk, (marks, seconds) => {
      const behind = walk.pose(seconds).across - walk.pose(seconds - 0.12).across;
      return moved(marks, (behind * scene.head.width) / radius);
    });
    expect(missedOf(late)).toContain(beside);
  });

  it('notices a circle that trembles, most of all about somebody who stands', () => {
    const shaken = (by: number) => {
      let side = 1;
      return seenOf(walkOf('a step aside'), (marks) => {
        side = -side;
        return moved(marks, side * by);
      });
    };
    expect(missedOf(shaken(0.0025))).toEqual([whileStanding]);
    expect(missedOf(shaken(0.02))).toEqual([trembling, whileStanding]);
  });

  it('notices a head that is cut off, and a face that is not there', () => {
    const chinless = seenOf(walkOf('slowly to and fro'), ({ chin: _, ...marks }, seconds) =>
      seconds > 2.9 ? marks : { ...marks, chin: { x: 0, y: 0.5 } },
    );
    expect(missedOf(chinless)).toEqual([inRing]);
    expect(missedOf(seenOf(walkOf('slowly to and fro'), () => ({})))).toContain(beside);
    expect(missedOf({ ...chinless, marks: [] })).toContain(beside);
  });
});

describe('the marks', () => {
  const side = 432;
  const picture = (marks: readonly (readonly [string, number, number])[]) => {
    const canvas = createCanvas(side, side);
    const context = canvas.getContext('2d');
    context.fillStyle = '#c09078';
    context.fillRect(0, 0, side, side);
    for (const [colour, x, y] of marks) {
      context.fillStyle = colour;
      context.beginPath();
      context.arc(x, y, 5, 0, 2 * Math.PI);
      context.fill();
    }
    return Uint8Array.from(canvas.data()).filter((_, index) => index % 4 !== 3);
  };

  it('are found to a fraction of a pixel, each by its colour', () => {
    const { middle, top, chin } = marksIn(
      picture([
        [markColours.middle, 200.4, 250.7],
        [markColours.top, 210, 90],
        [markColours.chin, 216, 330],
      ]),
      side,
    );
    expect((middle?.x ?? 0) * 216 + 216).toBeCloseTo(200.4, 0);
    expect((middle?.y ?? 0) * 216 + 216).toBeCloseTo(250.7, 0);
    expect(top?.y).toBeCloseTo((90 - 216) / 216, 2);
    expect(chin?.y).toBeCloseTo((330 - 216) / 216, 2);
  });

  it('are not seen where they are not, or beyond the ring', () => {
    expect(marksIn(picture([]), side)).toEqual({});
    expect(marksIn(picture([[markColours.middle, 1, 216]]), side)).toEqual({});
  });
});
