import type { Point } from '../../domain/geometry.ts';
import { boxMean, type Plane, planeOf } from './plane.ts';

interface Region {
  readonly indices: Int32Array;
  readonly touchesBorder: boolean;
}

/** Of the person's area; larger holes are real, as between an arm and the body. */
const maxHoleShare = 0.004;

/** What is less sure than this belongs to a person only as the soft rim of what is sure. */
const solid = 0.5;

/**
 * The one person whose face is at `face`: other pieces and what is farther than `rim` from the person become 0, small
 * holes inside become 1, all else stays.
 */
export function onlyPersonAt(probability: Plane, face: Point, rim: number): Plane {
  const { width, height, values } = probability;
  const isSolid = (index: number) => (values[index] ?? 0) >= solid;
  const start = nearestSolid(probability, face, isSolid);
  if (start === undefined) return probability;
  const person = regionFrom(start, width, height, isSolid);
  const inPerson = new Uint8Array(values.length);
  for (const index of person.indices) inPerson[index] = 1;
  const nearby = boxMean(
    planeOf(width, height, (i) => inPerson[i] ?? 0),
    rim,
  ).values;
  const kept = values.slice();
  for (let i = 0; i < kept.length; i++) {
    if (inPerson[i]) continue;
    if (isSolid(i) || (nearby[i] ?? 0) <= 0) kept[i] = 0;
  }
  fillHoles(kept, inPerson, width, height, person.indices.length * maxHoleShare);
  return { width, height, values: kept };
}

function fillHoles(
  values: Float32Array,
  inPerson: Uint8Array,
  width: number,
  height: number,
  maxArea: number,
) {
  const seen = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++) {
    if (inPerson[i] || seen[i]) continue;
    const region = regionFrom(i, width, height, (index) => !inPerson[index], seen);
    if (region.touchesBorder || region.indices.length > maxArea) continue;
    for (const index of region.indices) values[index] = 1;
  }
}

function nearestSolid(plane: Plane, face: Point, isSolid: (index: number) => boolean): number | undefined {
  const reach = Math.max(plane.width, plane.height) / 4;
  for (let radius = 0; radius < reach; radius++) {
    for (const [dx, dy] of [
      [0, radius],
      [radius, 0],
      [-radius, 0],
      [0, -radius],
    ] as const) {
      const x = Math.round(face.x) + dx;
      const y = Math.round(face.y) + dy;
      if (x < 0 || y < 0 || x >= plane.width || y >= plane.height) continue;
      if (isSolid(y * plane.width + x)) return y * plane.width + x;
    }
  }
  return undefined;
}

/** As large as the largest plane; each search writes it anew from its beginning, and gives its part of it away as a copy. */
let found = new Int32Array(0);

function regionFrom(
  start: number,
  width: number,
  height: number,
  belongs: (index: number) => boolean,
  seen = new Uint8Array(width * height),
): Region {
  if (found.length < seen.length) found = new Int32Array(seen.length);
  const indices = found;
  let count = 0;
  const meet = (index: number) => {
    if (seen[index] || !belongs(index)) return;
    seen[index] = 1;
    indices[count++] = index;
  };
  meet(start);
  let touchesBorder = false;
  for (let next = 0; next < count; next++) {
    const index = indices[next] ?? 0;
    const x = index % width;
    const isTop = index < width;
    const isBottom = index >= seen.length - width;
    if (x === 0 || x === width - 1 || isTop || isBottom) touchesBorder = true;
    if (x > 0) meet(index - 1);
    if (x < width - 1) meet(index + 1);
    if (!isTop) meet(index - width);
    if (!isBottom) meet(index + width);
  }
  return { indices: indices.slice(0, count), touchesBorder };
}
