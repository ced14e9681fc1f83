import type { Size } from '../geometry.ts';
import type { FaceMesh, MeshPoint } from './face-mesh.ts';

/** Where the portrait goes: frame pixel = portrait pixel × scale + offset. */
export interface Placement {
  readonly scale: number;
  readonly left: number;
  readonly top: number;
}

/** Where a person's eyes are wanted, from the frame's upper edge. */
export const eyeLine = 0.38;
/** How far apart a cut-out person's eyes are, as a share of the frame's height: at 9:16, and what a 16:9 frame adds. */
const interOcularOfHeight = { upright: 0.094, wideExtra: 0.034 };

interface Eyes {
  readonly x: number;
  readonly y: number;
  readonly apart: number;
}

function eyesOf(face: FaceMesh): Eyes {
  const middle = (first: number, second: number): [number, number] => {
    const [a, b] = [face.points[first] as MeshPoint, face.points[second] as MeshPoint];
    return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  };
  const [left, right] = [middle(33, 133), middle(362, 263)];
  return {
    x: (left[0] + right[0]) / 2,
    y: (left[1] + right[1]) / 2,
    apart: Math.hypot(right[0] - left[0], right[1] - left[1]),
  };
}

/**
 * A cut-out stands on the frame's lower edge. It is enlarged until its own lower edge is hidden, and until what is cut
 * off at its sides (`sideCutRow`: the first row in which the person touches the picture's sides) lies outside.
 */
export function placeCutout(face: FaceMesh, frame: Size, sideCutRow: number): Placement {
  const eyes = eyesOf(face);
  const { width, height } = face.picture;
  const below = frame.height * (1 - eyeLine);
  const wideness = Math.min(1, Math.max(0, (frame.width / frame.height - 9 / 16) / (16 / 9 - 9 / 16)));
  const share = interOcularOfHeight.upright + interOcularOfHeight.wideExtra * wideness;
  const natural = (share * frame.height) / eyes.apart;
  const hidesBottom = below / (height - eyes.y);
  const hidesSides = Math.min(frame.width / width, below / Math.max(1, sideCutRow - eyes.y));
  const scale = Math.max(natural, hidesBottom, hidesSides);
  return {
    scale,
    left: Math.round(frame.width / 2 - sidewaysCentre(face, eyes) * scale),
    top: Math.round(frame.height * eyeLine - eyes.y * scale),
  };
}

/** The nose and the eyes together: a turned head looks centred so. */
function sidewaysCentre(face: FaceMesh, eyes: Eyes): number {
  return (eyes.x + (face.points[152] as MeshPoint)[0]) / 2;
}

/** A face is at most this wide, as a share of the frame's width, when the photo allows it. */
const widestFace = 0.72;
/** A smaller face than this is shown larger, so that lips can be read; a pixel of the photo by this much, lest it be blurred. */
const readableFace = { ofFrameWidth: 0.25, magnification: 2 };

/**
 * A photo covers the frame, and goes beyond it where the face would be too small to read its lips; the crop keeps the face's
 * middle as near to the wanted place as the picture allows. Where
 * that would cut the face itself (a square photo in an upright frame), the photo is shown smaller, down to its whole
 * width or height, and leaves bars.
 */
export function placePhoto(face: FaceMesh, frame: Size): Placement {
  const eyes = eyesOf(face);
  const { width, height } = face.picture;
  const cover = Math.max(frame.width / width, frame.height / height);
  const whole = Math.min(frame.width / width, frame.height / height);
  const scaleOf = (share: number) => (share * frame.width) / faceWidth(face);
  const readable = Math.min(readableFace.magnification, scaleOf(readableFace.ofFrameWidth));
  const scale = Math.max(whole, Math.min(Math.max(cover, readable), scaleOf(widestFace)));
  const within = (wanted: number, slack: number) =>
    Math.round(Math.min(Math.max(0, slack), Math.max(Math.min(0, slack), wanted)));
  return {
    scale,
    left: within(frame.width / 2 - eyes.x * scale, frame.width - width * scale),
    top: within(frame.height * eyeLine - eyes.y * scale, frame.height - height * scale),
  };
}

/** Covers the frame, centred: for plates. */
export function coveringPlacement(picture: Size, frame: Size): Placement {
  const scale = Math.max(frame.width / picture.width, frame.height / picture.height);
  return {
    scale,
    left: Math.round((frame.width - picture.width * scale) / 2),
    top: Math.round((frame.height - picture.height * scale) / 2),
  };
}

export function leavesBars(picture: Size, placement: Placement, frame: Size): boolean {
  return (
    placement.left > 0.5 ||
    placement.top > 0.5 ||
    placement.left + picture.width * placement.scale < frame.width - 0.5 ||
    placement.top + picture.height * placement.scale < frame.height - 0.5
  );
}

/**
 * What fills the bars: the photo itself, blurred, and enlarged so that its own soft border stays outside; the photo's
 * edges are feathered where they lie inside the frame. Blur and feather as shares of the frame's shorter side.
 */
export const barFill = { blur: 0.045, feather: 0.035, enlarged: 1.15 } as const;

/** Where the enlarged copy goes that fills the bars. */
export function barFillPlacement(picture: Size, frame: Size): Placement {
  const cover = coveringPlacement(picture, {
    width: frame.width * barFill.enlarged,
    height: frame.height * barFill.enlarged,
  });
  return {
    scale: cover.scale,
    left: cover.left - (frame.width * (barFill.enlarged - 1)) / 2,
    top: cover.top - (frame.height * (barFill.enlarged - 1)) / 2,
  };
}

function faceWidth(face: FaceMesh): number {
  const xs = face.points.map(([x]) => x);
  return Math.max(...xs) - Math.min(...xs);
}

export function placedPoints(face: FaceMesh, placement: Placement): readonly MeshPoint[] {
  return face.points.map(
    ([x, y, z]): MeshPoint => [
      x * placement.scale + placement.left,
      y * placement.scale + placement.top,
      z * placement.scale,
    ],
  );
}
