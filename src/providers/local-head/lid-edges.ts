import { type EyeTopology, eyes } from './canonical-face.ts';
import type { FaceFrame } from './face-frame.ts';
import type { RgbaPicture } from './planes.ts';
import { colourAlong, evenPlaces, traceLine, valueBetween } from './traced-line.ts';
import type { Vector3 } from './vectors.ts';

/** Searched below and above the landmarks' lower lid, in inter-ocular distances. */
const reach = { above: 0.004, below: 0.05 };
/** Thickness of the strips compared on both sides of the edge. */
const strip = 0.022;
/** Contrast lost per inter-ocular distance away from the landmarks. */
const pull = 150;
/** The upper lid is set too high as well, by about half; its lashes are to move with it. */
const upperShare = 0.5;
/** Searched round the lower lid once both eyes are moved, and how far beyond its edge the lid is set. */
const own = { above: 0.01, below: 0.036, beyond: 0.008 };
const places = 29;

/**
 * Moves the lids to the eye's real edge: the line under the iris where eye and skin differ most, first for both eyes
 * together, then place by place. Lids that end short of it would leave a strip of the eye open in a blink.
 */
export function withLidsFound(face: FaceFrame, picture: RgbaPicture, marginPx: number): FaceFrame {
  const points = [...face.points];
  const common = lowerLidShift(face, picture, marginPx);
  for (const eye of eyes) {
    const move = (index: number, share: number) => {
      const [x, y, z] = points[index] as Vector3;
      points[index] = [x + face.down[0] * common * share, y + face.down[1] * common * share, z];
    };
    for (const index of eye.lowerLid) move(index, 1);
    for (const index of eye.upperLid) move(index, upperShare);
    for (const index of eye.corners) move(index, upperShare);
    const shifts = ownShifts({ ...face, points }, eye, picture, marginPx);
    eye.lowerLid.forEach((index, place) => {
      const [x, y, z] = points[index] as Vector3;
      const shift = valueBetween(shifts, ((place + 1) / (eye.lowerLid.length + 1)) * (places - 1));
      points[index] = [x + face.down[0] * shift, y + face.down[1] * shift, z];
    });
  }
  return { ...face, points };
}

/** Pixels along the face's `down` from corner to corner: eyes are grey, pink or brown, lids redder than they are. */
function ownShifts(
  face: FaceFrame,
  eye: EyeTopology,
  picture: RgbaPicture,
  marginPx: number,
): readonly number[] {
  const stripPx = Math.max(1.5, strip * face.interOcular);
  const [outer, inner] = eye.corners;
  const chain = [outer, ...eye.lowerLid, inner].map((index) => face.points[index] as Vector3);
  const rednessAt = (x: number, y: number, offset: number) => {
    const [atX, atY] = [x + face.down[0] * offset + marginPx, y + face.down[1] * offset + marginPx];
    const [red, green, blue] = colourAlong(picture, atX, atY, face.right, stripPx / 4);
    return (red - (green + blue) / 2) / (red + green + blue + 30);
  };
  const shifts = traceLine({
    line: evenPlaces(chain, places),
    direction: face.down,
    from: -own.above * face.interOcular,
    to: own.below * face.interOcular,
    stepPx: Math.max(0.5, face.interOcular / 300),
    cost: (x, y, offset) =>
      -300 * (rednessAt(x, y, stripPx / 2) - rednessAt(x, y, -stripPx / 2)) +
      (360 * Math.abs(offset)) / face.interOcular,
    stiffness: 4,
  });
  return shifts.map((shift) => shift + own.beyond * face.interOcular);
}

/** Pixels along the face's `down`, for both eyes together: the model errs the same way on both. */
function lowerLidShift(face: FaceFrame, picture: RgbaPicture, marginPx: number): number {
  const stripPx = Math.max(1.5, strip * face.interOcular);
  const stepPx = Math.max(0.5, face.interOcular / 300);
  let [best, bestContrast] = [0, Number.NEGATIVE_INFINITY];
  for (
    let shift = -reach.above * face.interOcular;
    shift <= reach.below * face.interOcular;
    shift += stepPx
  ) {
    let contrast = (-pull * Math.abs(shift)) / face.interOcular;
    for (const index of eyes.flatMap((eye) => eye.lowerLid.slice(1, -1))) {
      const [x, y] = face.points[index] as Vector3;
      const colourAt = (offset: number) =>
        meanColour(picture, x + face.down[0] * offset + marginPx, y + face.down[1] * offset + marginPx);
      const [inside, outside] = [colourAt(shift - stripPx / 2), colourAt(shift + stripPx / 2)];
      contrast += Math.hypot(...inside.map((value, channel) => value - (outside[channel] as number))) / 10;
    }
    if (contrast > bestContrast) [best, bestContrast] = [shift, contrast];
  }
  return best;
}

function meanColour(picture: RgbaPicture, x: number, y: number): [number, number, number] {
  const sum: [number, number, number] = [0, 0, 0];
  for (let row = -1; row <= 1; row += 1) {
    for (let column = -1; column <= 1; column += 1) {
      const atX = Math.min(picture.width - 1, Math.max(0, Math.round(x) + column));
      const atY = Math.min(picture.height - 1, Math.max(0, Math.round(y) + row));
      const pixel = (atY * picture.width + atX) * 4;
      for (const channel of [0, 1, 2] as const) sum[channel] += (picture.data[pixel + channel] as number) / 9;
    }
  }
  return sum;
}
