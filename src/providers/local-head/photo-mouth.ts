import type { FaceFrame } from './face-frame.ts';
import { type LipCurves, lipCurves, locate, type MouthPlace } from './lip-curves.ts';
import type { MouthInside, MouthInsideOf, MouthState } from './mouth-interior.ts';
import type { RgbaPicture } from './planes.ts';
import { brightness, colourAlong, traceLine, valueBetween } from './traced-line.ts';
import type { Vector3 } from './vectors.ts';

interface PhotoMouthOptions {
  readonly face: FaceFrame;
  readonly picture: RgbaPicture;
  readonly marginPx: number;
  readonly restX: Float32Array;
  readonly restY: Float32Array;
  readonly upperLip: readonly number[];
  readonly lowerLip: readonly number[];
  /** Where the upper teeth are fixed while nothing moves. */
  readonly anchor: readonly [number, number];
  /** Pixels that the jaw goes down at a weight of 1. */
  readonly jawDropPx: number;
  /** What shows where the photo has nothing to show: cavity and tongue. */
  readonly behind: MouthInsideOf;
}

const places = 41;
/** Upper and lower teeth meet within these shares of the opening's height. */
const bite = { highest: 0.3, lowest: 0.85 };

/**
 * A photo that smiles keeps its own teeth: what lies above the line of the bite stays with the head, what lies below goes
 * with the jaw.
 */
export function createPhotoMouth(options: PhotoMouthOptions): MouthInsideOf {
  const { restX, restY, picture, face } = options;
  const rest = lipCurves(restX, restY, options.upperLip, options.lowerLip);
  const biteLine = biteOf(rest, options);
  const source: MouthPlace = {
    x: 0,
    y: 0,
    along: 0,
    across: 0,
    belowUpperLip: 0,
    aboveLowerLip: 0,
    sideways: 0,
  };
  /** 1 where the photo's own teeth of that row were at that place; colours of the photo just outside go on. */
  const rowAt = (x: number, y: number, isUpper: boolean): number => {
    source.x = x;
    source.y = y;
    if (locate(rest, source) < 0) return 0;
    const fromBite = source.across - valueBetween(biteLine, ((source.sideways + 1) / 2) * (places - 1));
    const inRow = isUpper ? 0.5 - fromBite : fromBite + 0.5;
    const beyond = isUpper
      ? Math.min(0, source.belowUpperLip - 1.5)
      : Math.min(0, source.aboveLowerLip - 1.5);
    if (beyond < -face.interOcular * 0.06) return 0;
    source.y += isUpper ? -beyond : beyond;
    return Math.min(1, Math.max(0, inRow));
  };
  return (curves: LipCurves, state: MouthState): MouthInside => {
    const behind = options.behind(curves, state);
    const [shiftX, shiftY] = [state.anchor[0] - options.anchor[0], state.anchor[1] - options.anchor[1]];
    const jawX = state.jaw * options.jawDropPx * face.down[0];
    const jawY = state.jaw * options.jawDropPx * face.down[1];
    const lay = (x: number, y: number, isUpper: boolean, shade: number, into: Float32Array) => {
      const cover = rowAt(x, y, isUpper);
      if (cover > 0)
        layPhoto(picture, source.x + options.marginPx, source.y + options.marginPx, cover, shade, into);
    };
    return {
      colour(place, into) {
        behind.colour(place, into);
        lay(place.x - shiftX - jawX, place.y - shiftY - jawY, false, 1, into);
        lay(place.x - shiftX, place.y - shiftY, true, 1, into);
      },
    };
  };
}

/** Bilinear; x and y are the pixel's own index, not its centre. */
function layPhoto(
  picture: RgbaPicture,
  x: number,
  y: number,
  cover: number,
  shade: number,
  into: Float32Array,
): void {
  const column = Math.min(picture.width - 2, Math.max(0, Math.floor(x)));
  const row = Math.min(picture.height - 2, Math.max(0, Math.floor(y)));
  const [right, down] = [x - column, y - row];
  const pixel = (row * picture.width + column) * 4;
  const below = pixel + picture.width * 4;
  const { data } = picture;
  for (let channel = 0; channel < 3; channel += 1) {
    const upper =
      (data[pixel + channel] as number) * (1 - right) + (data[pixel + 4 + channel] as number) * right;
    const lower =
      (data[below + channel] as number) * (1 - right) + (data[below + 4 + channel] as number) * right;
    const value = (upper * (1 - down) + lower * down) * shade;
    into[channel] = (into[channel] as number) * (1 - cover) + value * cover;
  }
}

/** Heights of the bite in the mouth's own axes: the darkest line between the rows of teeth. */
function biteOf(rest: LipCurves, { picture, marginPx, face }: PhotoMouthOptions): readonly number[] {
  const across: Vector3 = [-rest.alongY, rest.alongX, 0];
  const heightAt = (curve: Float32Array, place: number) =>
    valueBetween([...curve], (place / (places - 1)) * (curve.length - 1));
  const upper = Array.from({ length: places }, (_, place) => heightAt(rest.upper, place));
  const lower = Array.from({ length: places }, (_, place) => heightAt(rest.lower, place));
  const middle = upper.map((top, place) => (top + (lower[place] as number)) / 2);
  const line = middle.map((height, place): Vector3 => {
    const along = (rest.width * place) / (places - 1);
    return [
      rest.originX + along * rest.alongX + height * across[0],
      rest.originY + along * rest.alongY + height * across[1],
      0,
    ];
  });
  const reach = rest.open / 2;
  const shifts = traceLine({
    line,
    direction: across,
    from: -reach,
    to: reach,
    stepPx: Math.max(0.5, face.interOcular / 300),
    stiffness: 4,
    cost: (x, y, offset, place) => {
      const gap = (lower[place] as number) - (upper[place] as number);
      const share = 0.5 + offset / Math.max(1, gap);
      if (gap > 2 && (share < bite.highest || share > bite.lowest)) return 1000;
      return brightness(
        colourAlong(picture, x + marginPx, y + marginPx, face.right, face.interOcular * 0.015),
      );
    },
  });
  return middle.map((height, place) => height + (shifts[place] as number));
}
