import { eyes } from './canonical-face.ts';
import type { FaceFrame } from './face-frame.ts';
import type { RgbaPicture } from './planes.ts';
import type { Vector3 } from './vectors.ts';

/** Searched below and above the landmarks' lower lid, in inter-ocular distances. */
const reach = { above: 0.015, below: 0.05 };
/** Thickness of the strips compared on both sides of the edge. */
const strip = 0.022;
/** Contrast lost per inter-ocular distance away from the landmarks. */
const pull = 150;
/** The upper lid is set too high as well, by about half; its lashes are to move with it. */
const upperShare = 0.5;

/**
 * Moves the lids to the eye's real edge: the line under the iris where eye and skin differ most. Lids that end short of it
 * would leave a strip of the eye open in a blink.
 */
export function withLidsFound(face: FaceFrame, picture: RgbaPicture, marginPx: number): FaceFrame {
  const points = [...face.points];
  const shift = lowerLidShift(face, picture, marginPx);
  for (const eye of eyes) {
    const move = (index: number, share: number) => {
      const [x, y, z] = points[index] as Vector3;
      points[index] = [x + face.down[0] * shift * share, y + face.down[1] * shift * share, z];
    };
    for (const index of eye.lowerLid) move(index, 1);
    for (const index of eye.upperLid) move(index, upperShare);
    for (const index of eye.corners) move(index, upperShare);
  }
  return { ...face, points };
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
