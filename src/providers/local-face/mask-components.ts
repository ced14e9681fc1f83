import type { Point } from '../../domain/geometry.ts';
import { boxMean, type Plane, planeOf } from './plane.ts';

interface Region {
  readonly indices: readonly number[];
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
    const region = regionFrom(i, width, height, (index) => !inPerson[index]);
    for (const index of region.indices) seen[index] = 1;
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

function regionFrom(
  start: number,
  width: number,
  height: number,
  belongs: (index: number) => boolean,
): Region {
  const indices = [start];
  const seen = new Uint8Array(width * height);
  seen[start] = 1;
  let touchesBorder = false;
  for (let next = 0; next < indices.length; next++) {
    const index = indices[next] ?? 0;
    const x = index % width;
    const y = Math.floor(index / width);
    if (x === 0 || y === 0 || x === width - 1 || y === height - 1) touchesBorder = true;
    const neighbours = [
      x > 0 ? index - 1 : -1,
      x < width - 1 ? index + 1 : -1,
      y > 0 ? index - width : -1,
      y < height - 1 ? index + width : -1,
    ];
    for (const neighbour of neighbours) {
      if (neighbour < 0 || seen[neighbour] || !belongs(neighbour)) continue;
      seen[neighbour] = 1;
      indices.push(neighbour);
    }
  }
  return { indices, touchesBorder };
}
