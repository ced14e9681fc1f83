import type { FaceMesh } from '../../../src/domain/face/face-mesh.ts';
import type { Point, Size } from '../../../src/domain/geometry.ts';
import { autoCircle } from '../../../src/domain/overlay/auto-circle.ts';
import type { Reading } from '../reading.ts';
import type { MarkName, SeenMarks } from './read-marks.ts';
import { facePlaces, type Walk } from './walks.ts';

/** A finished clip's circle, frame by frame, and what is known of the head in it. */
export interface SeenWalk {
  readonly walk: Walk;
  /** The presenter's picture, and the face in its pixels. */
  readonly picture: Size;
  readonly face: Pick<FaceMesh, 'box'>;
  /** The head video's frame. */
  readonly head: Size;
  /** Of the clip. */
  readonly frame: Size & { readonly framesPerSecond: number };
  readonly circleWidth: number;
  /** When the first of `marks` is shown. */
  readonly fromSeconds: number;
  readonly marks: readonly SeenMarks[];
}

export const beside = 'face beside its place';
export const inRing = 'head wholly in the ring';
export const trembling = 'movement from frame to frame';
export const whileStanding = 'movement while standing';

/**
 * How far the circle is from where it should be, given where the face is known to have been. What can't be seen is as far
 * off as the circle is wide.
 */
export function walkReadings(seen: SeenWalk): readonly Reading[] {
  const { walk, marks, frame, fromSeconds, circleWidth } = seen;
  const times = marks.map((_, index) => fromSeconds + index / frame.framesPerSecond);
  const offs = marks.map((each, index) => offOf(each.middle, ideal(seen, times[index] ?? 0).middle));
  const distances = offs.map((off) => (off ? 50 * Math.hypot(off.x, off.y) : 100));
  const wide = circleWidth / frame.width;
  const whole = marks.filter(({ middle, top, chin }) => middle && top && chin).length;
  const stood = times.findIndex((time) => time >= (walk.standsUntilSeconds ?? 0));
  const standing = stepsOf(offs.slice(0, stood < 0 ? offs.length : stood));
  const percent = '% of the circle';
  return [
    { name: beside, value: share(distances, 0.95), unit: percent, max: 3 },
    { name: 'the same, worst frame', value: share(distances, 1), unit: percent, max: 5 },
    { name: 'the same in the frame', value: wide * share(distances, 0.95), unit: '% of its width', max: 3 },
    { name: inRing, value: marks.length === 0 ? 0 : (100 * whole) / marks.length, unit: '%', min: 100 },
    { name: trembling, value: share(stepsOf(offs), 0.95), unit: percent, max: 1.5 },
    ...(standing.length === 0
      ? []
      : [{ name: whileStanding, value: share(standing, 1), unit: percent, max: 0.2 }]),
  ];
}

/** Where a circle that follows the face as it should shows its marks, in its own radii. */
export function ideal(
  { walk, picture, face, head }: Pick<SeenWalk, 'walk' | 'picture' | 'face' | 'head'>,
  seconds: number,
): Readonly<Record<MarkName, Point>> {
  const { face: box, marks } = facePlaces(walk.pose(seconds), picture, face, head);
  const { radius, centre } = autoCircle(box, head);
  const pixels = radius * Math.min(head.width, head.height);
  const within = ({ x, y }: Point): Point => ({
    x: (x - centre.x * head.width) / pixels,
    y: (y - centre.y * head.height) / pixels,
  });
  return { middle: within(marks.middle), top: within(marks.top), chin: within(marks.chin) };
}

function offOf(seen: Point | undefined, known: Point): Point | undefined {
  return seen && { x: seen.x - known.x, y: seen.y - known.y };
}

/** From each frame to the next, in % of the circle's width. */
function stepsOf(offs: readonly (Point | undefined)[]): number[] {
  return offs.slice(1).map((off, index) => {
    const before = offs[index];
    return off && before ? 50 * Math.hypot(off.x - before.x, off.y - before.y) : 100;
  });
}

/** The value that such a share of them does not exceed; NaN of none. */
function share(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN;
}
