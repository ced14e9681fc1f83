import { lowerInnerLip, upperInnerLip } from './canonical-face.ts';
import type { FaceFrame } from './face-frame.ts';
import type { RgbaPicture } from './planes.ts';
import { brightness, colourAlong, evenPlaces, traceLine, valueBetween } from './traced-line.ts';
import { mean, type Vector3 } from './vectors.ts';

/** Searched above and below the landmarks' own line, in inter-ocular distances: the model sets it too high, if anything. */
const reach = { above: 0.025, below: 0.085 };
const places = 41;

/**
 * Where shut lips really meet: the darkest line through the mouth. A mouth that opens a few pixels beside its seam carries
 * a dark streak on one lip.
 */
export function withSeamFound(face: FaceFrame, picture: RgbaPicture, marginPx: number): FaceFrame {
  const middle = upperInnerLip.map((index, place) =>
    mean([face.points[index] as Vector3, face.points[lowerInnerLip[place] as number] as Vector3]),
  );
  const offsets = shiftsAlong(face, middle, 5, (x, y, offset) => {
    const colour = colourAlong(picture, x + marginPx, y + marginPx, face.right, spreadOf(face));
    // So that a faint seam is not lost to the shadow below the lip.
    return brightness(colour) + (90 * Math.abs(offset)) / face.interOcular;
  });
  return withShifts(face, [
    [upperInnerLip, offsets],
    [lowerInnerLip.slice(1, -1), offsets.slice(4, -4)],
    [[61], offsets.slice(0, 1)],
    [[291], offsets.slice(-1)],
  ]);
}

/** The edges of parted lips: red on one side, teeth or the dark of the mouth on the other. */
export function withLipEdgesFound(face: FaceFrame, picture: RgbaPicture, marginPx: number): FaceFrame {
  const sidePx = Math.max(1.5, face.interOcular * 0.018);
  const edge = (chain: readonly number[], lipIsAbove: boolean) =>
    shiftsAlong(
      face,
      chain.map((index) => face.points[index] as Vector3),
      0.6,
      (x, y, offset) => {
        const redAt = (down: number) =>
          redness(
            colourAlong(
              picture,
              x + face.down[0] * down + marginPx,
              y + face.down[1] * down + marginPx,
              face.right,
              spreadOf(face) / 2,
            ),
          );
        const contrast = (redAt(-sidePx) - redAt(sidePx)) * (lipIsAbove ? 1 : -1);
        return -300 * contrast + (60 * Math.abs(offset)) / face.interOcular;
      },
    );
  const [upper, lower] = [edge(upperInnerLip, true), edge(lowerInnerLip, false)];
  const corner = (at: number) => [((upper.at(at) ?? 0) + (lower.at(at) ?? 0)) / 2];
  return withShifts(face, [
    [upperInnerLip.slice(1, -1), upper.slice(4, -4)],
    [lowerInnerLip.slice(1, -1), lower.slice(4, -4)],
    [[78, 61], corner(0)],
    [[308, 291], corner(-1)],
  ]);
}

function redness([red, green, blue]: readonly [number, number, number]): number {
  return (red - green) / (red + green + blue + 30);
}

function spreadOf(face: FaceFrame): number {
  return Math.max(1, face.interOcular * 0.012);
}

function shiftsAlong(
  face: FaceFrame,
  chain: readonly Vector3[],
  stiffness: number,
  cost: (x: number, y: number, offset: number) => number,
): readonly number[] {
  return traceLine({
    line: evenPlaces(chain, places),
    direction: face.down,
    from: -reach.above * face.interOcular,
    to: reach.below * face.interOcular,
    stepPx: Math.max(0.5, face.interOcular / 300),
    cost,
    stiffness,
  });
}

/** Each chain's points go down by the shifts spread evenly over it. */
function withShifts(
  face: FaceFrame,
  chains: readonly (readonly [chain: readonly number[], shifts: readonly number[]])[],
): FaceFrame {
  const points = [...face.points];
  for (const [chain, shifts] of chains) {
    chain.forEach((index, place) => {
      const exact = (place / Math.max(1, chain.length - 1)) * (shifts.length - 1);
      const shift = shifts.length === 1 ? (shifts[0] as number) : valueBetween(shifts, exact);
      const point = face.points[index] as Vector3;
      points[index] = [point[0] + face.down[0] * shift, point[1] + face.down[1] * shift, point[2]];
    });
  }
  return { ...face, points };
}
