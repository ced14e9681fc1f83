import { mouthUnits } from '../../domain/viseme/mouth-shapes.ts';
import { eyes, facePointCount, faceOval, lowerInnerLip, upperInnerLip } from './canonical-face.ts';
import type { FaceFrame } from './face-frame.ts';
import { lidClosing } from './lids.ts';
import type { MotionBasis } from './motion-basis.ts';
import { subdivide } from './subdivide.ts';
import { mean, type Vector3 } from './vectors.ts';

/** Motions that the basis gives; sums of its units where both sides of the face move alike. */
const unitParts: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(mouthUnits.map((name) => [name, [name]])),
  'brows-up': [
    'eyebrows-left-up',
    'eyebrows-right-up',
    'eyebrows-left-extern-up',
    'eyebrows-right-extern-up',
  ],
  'brows-inner-up': ['eyebrows-left-inner-up', 'eyebrows-right-inner-up'],
  'brows-down': ['eyebrows-left-down', 'eyebrows-right-down'],
  squint: ['eye-left-slit', 'eye-right-slit'],
};
/** `blink` is measured on the photo's own eyes. */
export const unitNames: readonly string[] = [...Object.keys(unitParts), 'blink'];

/** Lids follow nothing but a blink: what brows and cheeks pull them by would lay the eyeball's rim open. */
const lidIndices = eyes.flatMap(({ upperLid, lowerLid, corners }) => [...upperLid, ...lowerLid, ...corners]);

/**
 * A jaw that opens draws the corners of the mouth down and inwards: more than the basis does, whose open mouth would smile.
 * Inter-ocular distances for a fully open mouth, fading within `reach` of each corner.
 */
const cornerPull = { down: 0.13, inwards: 0.04, reach: 0.17 };

/** The face as a mesh in the frame: rows of x, y, z, then a displacement (x, y) in pixels for each of `unitNames`. */
export interface FaceSurface {
  readonly columns: number;
  readonly rows: Float64Array[];
  /** Everywhere but round mouth and eyes. */
  readonly coarse: readonly number[];
  /** Round mouth and eyes, laid over the coarse ones' rim: there motion bends too much for large triangles. */
  readonly fine: readonly number[];
  /** Drawn before the face: the mouth's opening. */
  readonly mouthFill: readonly number[];
  /** Drawn before the face: eyeballs, on vertices of their own that no lid drags along. */
  readonly eyeFill: readonly number[];
  readonly oval: readonly number[];
  readonly upperLip: readonly number[];
  readonly lowerLip: readonly number[];
}

/** Inter-ocular distances from the middle of the mouth and of each eye. */
const fineReach = { mouth: 0.5, eye: 0.32 };

export const positionColumns = 3;

export function buildFaceSurface(frame: FaceFrame, triangles: Uint16Array, basis: MotionBasis): FaceSurface {
  const columns = positionColumns + unitNames.length * 2;
  const rows = Array.from({ length: facePointCount }, (_, point) => {
    const row = new Float64Array(columns);
    row.set(frame.points[point] as readonly number[]);
    return row;
  });
  unitNames.forEach((name, unit) => {
    for (const part of unitParts[name] ?? [])
      addUnit(rows, basis.unit(part), frame, positionColumns + unit * 2);
  });
  for (const index of lidIndices) rows[index]?.fill(0, positionColumns);
  addBlink(rows, frame, positionColumns + unitNames.indexOf('blink') * 2);
  pullCorners(rows, frame, positionColumns + unitNames.indexOf('mouth-open') * 2);
  const corners = new Set<number>([78, 308, ...eyes.flatMap((eye) => eye.corners)]);
  const { triangles: split, between } = subdivide({ columns, rows }, [...triangles], {
    smoothFrom: positionColumns,
    corners,
  });
  const openChain = (chain: readonly number[]) =>
    chain.flatMap((vertex, at) =>
      at + 1 < chain.length ? [vertex, between(vertex, chain[at + 1] as number)] : [vertex],
    );
  const upperLip = openChain(upperInnerLip);
  const lowerLip = openChain(lowerInnerLip);
  const eyeFill = eyes.flatMap(({ upperLid, lowerLid, corners: [outer, inner] }) => {
    const copied = (chain: readonly number[]) =>
      openChain(chain).map((vertex) => rows.push((rows[vertex] as Float64Array).slice()) - 1);
    return strip(copied([outer, ...upperLid, inner]), copied([outer, ...lowerLid, inner]));
  });
  for (const vertex of eyeFill) rows[vertex]?.fill(0, positionColumns);
  return {
    columns,
    rows,
    ...atTwoScales([...triangles], split, frame),
    mouthFill: strip(upperLip, lowerLip),
    eyeFill,
    oval: faceOval,
    upperLip,
    lowerLip,
  };
}

/** `split` holds four triangles for each of `whole`, in its order. */
function atTwoScales(whole: readonly number[], split: readonly number[], frame: FaceFrame) {
  const mouth = mean([78, 308].map((index) => frame.points[index] as Vector3));
  const eyeCentres = eyes.map(({ corners }) => mean(corners.map((index) => frame.points[index] as Vector3)));
  const isNear = (point: Vector3, centre: Vector3, radius: number) =>
    Math.hypot(point[0] - centre[0], point[1] - centre[1]) < radius * frame.interOcular;
  const isFine = (corners: readonly number[]) =>
    corners.some((index) => {
      const point = frame.points[index] as Vector3;
      return (
        isNear(point, mouth, fineReach.mouth) || eyeCentres.some((eye) => isNear(point, eye, fineReach.eye))
      );
    });
  const starts = Array.from({ length: whole.length / 3 }, (_, at) => at * 3);
  const cornersAt = (start: number) => whole.slice(start, start + 3);
  const fine = starts.filter((start) => isFine(cornersAt(start)));
  const outside = new Set(starts.filter((start) => !isFine(cornersAt(start))).flatMap(cornersAt));
  const coarse = starts.filter((start) => cornersAt(start).some((index) => outside.has(index)));
  return {
    coarse: coarse.flatMap(cornersAt),
    fine: fine.flatMap((start) => split.slice(start * 4, start * 4 + 12)),
  };
}

/** Turns a displacement in the head's axes into pixels of the frame. */
function addUnit(rows: readonly Float64Array[], unit: Float32Array, frame: FaceFrame, column: number): void {
  const { right, down, away, interOcular } = frame;
  for (let point = 0; point < facePointCount; point += 1) {
    const [x, y, z] = [
      unit[point * 3] as number,
      unit[point * 3 + 1] as number,
      unit[point * 3 + 2] as number,
    ];
    const row = rows[point] as Float64Array;
    row[column] = (row[column] ?? 0) + interOcular * (x * right[0] - y * down[0] - z * away[0]);
    row[column + 1] = (row[column + 1] ?? 0) + interOcular * (x * right[1] - y * down[1] - z * away[1]);
  }
}

function addBlink(rows: readonly Float64Array[], frame: FaceFrame, column: number): void {
  lidClosing(frame, rows.length).forEach(([moveX, moveY], vertex) => {
    rows[vertex]?.set([moveX, moveY], column);
  });
}

function pullCorners(rows: readonly Float64Array[], frame: FaceFrame, column: number): void {
  const { right, down, interOcular } = frame;
  for (const [corner, inwards] of [
    [78, 1],
    [308, -1],
  ] as const) {
    const [cornerX, cornerY] = frame.points[corner] as Vector3;
    for (const row of rows) {
      const distance = Math.hypot((row[0] as number) - cornerX, (row[1] as number) - cornerY);
      const weight = interOcular * Math.exp(-((distance / (cornerPull.reach * interOcular)) ** 2));
      const aside = inwards * cornerPull.inwards;
      row[column] = (row[column] ?? 0) + weight * (down[0] * cornerPull.down + right[0] * aside);
      row[column + 1] = (row[column + 1] ?? 0) + weight * (down[1] * cornerPull.down + right[1] * aside);
    }
  }
}

function strip(upper: readonly number[], lower: readonly number[]): number[] {
  const triangles: number[] = [];
  for (let at = 0; at + 1 < upper.length; at += 1) {
    const [a, b] = [upper[at] as number, upper[at + 1] as number];
    const [c, d] = [lower[at] as number, lower[at + 1] as number];
    if (a !== c) triangles.push(a, b, c);
    if (b !== d) triangles.push(b, d, c);
  }
  return triangles;
}
