import { lowerInnerLip, upperInnerLip } from './canonical-face.ts';
import type { FaceFrame } from './face-frame.ts';
import type { RgbaPicture } from './planes.ts';
import { mean, type Vector3 } from './vectors.ts';

/** Searched above and below the landmarks' own line, in inter-ocular distances: the model sets it too high, if anything. */
const reach = { above: 0.025, below: 0.085 };
const places = 41;
/** Luma per squared pixel of height between neighbouring places. */
const stiffness = 5;
/** Luma per inter-ocular distance away from the landmarks, so that a faint seam is not lost to the chin's shadow. */
const pull = 90;

/**
 * Where shut lips really meet: the darkest line through the mouth, found by dynamic programming. A mouth that opens a few
 * pixels beside its seam carries a dark streak on one lip.
 */
export function withSeamFound(face: FaceFrame, picture: RgbaPicture, marginPx: number): FaceFrame {
  const line = meanLipLine(face);
  const offsets = seamOffsets(face, line, picture, marginPx);
  const points = [...face.points];
  const moved = (index: number, share: number) => {
    const offset = at(offsets, share * (places - 1));
    const point = face.points[index] as Vector3;
    points[index] = [point[0] + face.down[0] * offset, point[1] + face.down[1] * offset, point[2]];
  };
  upperInnerLip.forEach((index, place) => {
    moved(index, place / (upperInnerLip.length - 1));
  });
  lowerInnerLip.slice(1, -1).forEach((index, place) => {
    moved(index, (place + 1) / (lowerInnerLip.length - 1));
  });
  moved(61, 0);
  moved(291, 1);
  return { ...face, points };
}

function meanLipLine(face: FaceFrame): readonly Vector3[] {
  const coarse = upperInnerLip.map((index, place) =>
    mean([face.points[index] as Vector3, face.points[lowerInnerLip[place] as number] as Vector3]),
  );
  return Array.from({ length: places }, (_, place) => {
    const exact = (place / (places - 1)) * (coarse.length - 1);
    const first = Math.min(coarse.length - 2, Math.floor(exact));
    const [from, to] = [coarse[first] as Vector3, coarse[first + 1] as Vector3];
    const share = exact - first;
    return [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share, 0];
  });
}

/** Pixels along the face's `down`, one for each place of the line. */
function seamOffsets(
  face: FaceFrame,
  line: readonly Vector3[],
  picture: RgbaPicture,
  marginPx: number,
): readonly number[] {
  const stepPx = Math.max(0.5, face.interOcular / 300);
  const first = -reach.above * face.interOcular;
  const count = Math.ceil(((reach.above + reach.below) * face.interOcular) / stepPx);
  const costs = line.map((point) =>
    Array.from({ length: count }, (_, level) => {
      const offset = first + level * stepPx;
      const x = point[0] + face.down[0] * offset + marginPx;
      const y = point[1] + face.down[1] * offset + marginPx;
      return lumaNear(picture, x, y, face) + (pull * Math.abs(offset)) / face.interOcular;
    }),
  );
  const path = cheapestPath(costs, stepPx);
  const offsets = path.map((level) => first + level * stepPx);
  return offsets.map((offset, place) => {
    const [before, after] = [offsets[place - 1] ?? offset, offsets[place + 1] ?? offset];
    return (before + 2 * offset + after) / 4;
  });
}

/** Viterbi: the cost of a place and of the climb to it. */
function cheapestPath(costs: readonly (readonly number[])[], stepPx: number): readonly number[] {
  const from: number[][] = [];
  let totals = [...(costs[0] ?? [])];
  for (const column of costs.slice(1)) {
    const origins = column.map((_, level) => {
      let best = level;
      for (
        let origin = Math.max(0, level - 3);
        origin <= Math.min(column.length - 1, level + 3);
        origin += 1
      ) {
        if (climb(totals, origin, level, stepPx) < climb(totals, best, level, stepPx)) best = origin;
      }
      return best;
    });
    totals = column.map((cost, level) => cost + climb(totals, origins[level] as number, level, stepPx));
    from.push(origins);
  }
  let level = totals.indexOf(Math.min(...totals));
  const path = [level];
  for (const origins of from.reverse()) {
    level = origins[level] as number;
    path.unshift(level);
  }
  return path;
}

function climb(totals: readonly number[], origin: number, level: number, stepPx: number): number {
  return (totals[origin] as number) + stiffness * ((origin - level) * stepPx) ** 2;
}

/** Mean over a few pixels along the mouth, so that a hair of a beard is no seam. */
function lumaNear(picture: RgbaPicture, x: number, y: number, face: FaceFrame): number {
  const along = Math.max(1, face.interOcular * 0.012);
  let sum = 0;
  for (let step = -2; step <= 2; step += 1) {
    const column = Math.round(x + face.right[0] * along * step);
    const row = Math.round(y + face.right[1] * along * step);
    if (column < 0 || row < 0 || column >= picture.width || row >= picture.height) return 255;
    const pixel = (row * picture.width + column) * 4;
    const { data } = picture;
    sum +=
      (data[pixel] as number) * 0.2126 +
      (data[pixel + 1] as number) * 0.7152 +
      (data[pixel + 2] as number) * 0.0722;
  }
  return sum / 5;
}

function at(values: readonly number[], exact: number): number {
  const first = Math.min(values.length - 2, Math.floor(exact));
  const [from, to] = [values[first] as number, values[first + 1] as number];
  return from + (to - from) * (exact - first);
}
