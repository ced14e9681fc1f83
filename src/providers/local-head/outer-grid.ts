import Delaunator from 'delaunator';
import { type FaceSurface, positionColumns } from './face-rig.ts';
import { smoothstep } from './vectors.ts';

/** Pixels of the frame; may reach beyond it. */
export interface Region {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

interface GridOptions {
  readonly region: Region;
  readonly stepPx: number;
  /** How far from the face's outline its own motion still pulls the picture along. */
  readonly reachPx: number;
}

/** Adds hair, neck and surroundings to the face: a grid round its outline, up to the region's edges. Returns its triangles. */
export function addOuterGrid(surface: FaceSurface, options: GridOptions): number[] {
  const outline = surface.oval.map((vertex) => surface.rows[vertex] as Float64Array);
  const outer = gridPoints(outline, options);
  const points = [...outline, ...outer].map((row): [number, number] => [row[0] as number, row[1] as number]);
  const firstOuter = surface.rows.length;
  const vertexOf = (point: number) =>
    point < outline.length ? (surface.oval[point] as number) : firstOuter + point - outline.length;
  const triangles: number[] = [];
  const found = Delaunator.from(points).triangles;
  for (let at = 0; at < found.length; at += 3) {
    const corners = [found[at] as number, found[at + 1] as number, found[at + 2] as number];
    if (corners.every((point) => point < outline.length) && isInside(outline, middleOf(points, corners)))
      continue;
    triangles.push(...corners.map(vertexOf));
  }
  for (const point of outer) surface.rows.push(extrapolated(surface, outline, point, options.reachPx));
  return triangles;
}

function gridPoints(outline: readonly Float64Array[], { region, stepPx }: GridOptions): Float64Array[] {
  const columns = Math.ceil((region.right - region.left) / stepPx);
  const rows = Math.ceil((region.bottom - region.top) / stepPx);
  const points: Float64Array[] = [];
  for (let row = 0; row <= rows; row += 1) {
    for (let column = 0; column <= columns; column += 1) {
      const x = region.left + ((region.right - region.left) * column) / columns;
      const y = region.top + ((region.bottom - region.top) * row) / rows;
      const isOnEdge = row === 0 || column === 0 || row === rows || column === columns;
      if (isInside(outline, [x, y])) continue;
      if (!isOnEdge && distanceTo(outline, x, y) < stepPx * 0.45) continue;
      points.push(Float64Array.of(x, y));
    }
  }
  return points;
}

/** Shepard's inverse distances over the outline; depth falls back behind the ears. */
function extrapolated(
  surface: FaceSurface,
  outline: readonly Float64Array[],
  point: Float64Array,
  reachPx: number,
): Float64Array {
  const [x, y] = [point[0] as number, point[1] as number];
  const row = new Float64Array(surface.columns);
  let total = 0;
  let nearest = Number.POSITIVE_INFINITY;
  for (const vertex of outline) {
    const distance = Math.hypot((vertex[0] as number) - x, (vertex[1] as number) - y);
    const weight = 1 / (distance + 2) ** 3;
    nearest = Math.min(nearest, distance);
    total += weight;
    for (let column = 2; column < surface.columns; column += 1) {
      row[column] = (row[column] ?? 0) + weight * (vertex[column] as number);
    }
  }
  const fall = (1 - smoothstep(0, reachPx, nearest)) ** 1.5;
  for (let column = 2; column < surface.columns; column += 1) {
    row[column] = ((row[column] ?? 0) / total) * (column < positionColumns ? 1 : fall);
  }
  row[0] = x;
  row[1] = y;
  row[2] = (row[2] ?? 0) + nearest * 0.25;
  return row;
}

function distanceTo(outline: readonly Float64Array[], x: number, y: number): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (const vertex of outline) {
    nearest = Math.min(nearest, Math.hypot((vertex[0] as number) - x, (vertex[1] as number) - y));
  }
  return nearest;
}

function middleOf(points: readonly [number, number][], corners: readonly number[]): [number, number] {
  const [a, b, c] = corners.map((corner) => points[corner] as [number, number]) as [
    [number, number],
    [number, number],
    [number, number],
  ];
  return [(a[0] + b[0] + c[0]) / 3, (a[1] + b[1] + c[1]) / 3];
}

function isInside(outline: readonly Float64Array[], [x, y]: readonly [number, number]): boolean {
  let inside = false;
  for (let at = 0, before = outline.length - 1; at < outline.length; before = at, at += 1) {
    const [a, b] = [outline[at] as Float64Array, outline[before] as Float64Array];
    const [ax, ay, bx, by] = [a[0] as number, a[1] as number, b[0] as number, b[1] as number];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}
