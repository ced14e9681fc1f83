import { upperInnerLip } from './canonical-face.ts';
import type { FaceFrame } from './face-frame.ts';
import type { RgbaPicture } from './planes.ts';
import { smoothstep, type Vector3 } from './vectors.ts';

/** Inter-ocular distances: beyond a corner, half the band across the seam, and where the lips' own colour is read. */
const reach = { outside: 0.06, band: 0.05, lips: 0.055 };
/** The darkest that a corner may be, as shares of the red, green and blue beside it: warm, as shaded lips are. */
const darkest = [0.76, 0.6, 0.58] as const;
/** In the middle shut lips need their line: darker by this share. */
const middleDarker = 0.22;

/**
 * Lifts the dark seam of shut lips, most of all in the corners: on an open mouth each lip would carry its half of it beside
 * the opening, as a dark hook, and as streaks where the lip is stretched.
 */
export function withSoftSeam(face: FaceFrame, picture: RgbaPicture, marginPx: number): RgbaPicture {
  const softened = { ...picture, data: picture.data.slice() };
  const seam = upperInnerLip.map((index) => face.points[index] as Vector3);
  softenCorner({ face, picture, marginPx, seam, inwards: 1 }, softened);
  softenCorner({ face, picture, marginPx, seam: [...seam].reverse(), inwards: -1 }, softened);
  return softened;
}

interface Corner {
  readonly face: FaceFrame;
  readonly picture: RgbaPicture;
  readonly marginPx: number;
  /** From this corner to the other one. */
  readonly seam: readonly Vector3[];
  /** 1 where the way into the mouth is the face's right, −1 where it is its left. */
  readonly inwards: 1 | -1;
}

function softenCorner(corner: Corner, into: RgbaPicture): void {
  const { face, picture, marginPx, seam, inwards } = corner;
  const { right, down, interOcular } = face;
  const [cornerX, cornerY] = seam[0] as Vector3;
  const local = (x: number, y: number): [number, number] => [
    (inwards * ((x - cornerX) * right[0] + (y - cornerY) * right[1])) / interOcular,
    ((x - cornerX) * down[0] + (y - cornerY) * down[1]) / interOcular,
  ];
  const line = seam.map(([x, y]) => local(x, y));
  const half = (line.at(-1)?.[0] ?? 0) / 2;
  const radius = Math.ceil(interOcular * (half + reach.band));
  const at = (x: number, y: number) =>
    (clamped(y + marginPx, picture.height) * picture.width + clamped(x + marginPx, picture.width)) * 4;
  for (let y = Math.round(cornerY) - radius; y <= cornerY + radius; y += 1) {
    for (let x = Math.round(cornerX) - radius; x <= cornerX + radius; x += 1) {
      const [along, across] = local(x, y);
      const below = across - seamAt(line, along);
      const weight =
        smoothstep(-reach.outside, -reach.outside / 2, along) *
        (1 - smoothstep(reach.band * 0.7, reach.band, Math.abs(below)));
      if (weight === 0 || along > half) continue;
      const floor = 1 - middleDarker * smoothstep(half * 0.25, half * 0.8, along);
      const beside = (distance: number) => {
        const away = (distance - below) * interOcular;
        return at(x + down[0] * away, y + down[1] * away);
      };
      const [above, under] = [beside(-reach.lips), beside(reach.lips)];
      const share = (below / reach.lips + 1) / 2;
      for (const channel of [0, 1, 2] as const) {
        const lips =
          (picture.data[above + channel] as number) * (1 - share) +
          (picture.data[under + channel] as number) * share;
        const own = picture.data[at(x, y) + channel] as number;
        into.data[at(x, y) + channel] = own + Math.max(0, lips * darkest[channel] * floor - own) * weight;
      }
    }
  }
}

function clamped(value: number, size: number): number {
  return Math.min(size - 1, Math.max(0, Math.round(value)));
}

/** Height of the seam; beyond the corner it goes on as it starts. */
function seamAt(line: readonly (readonly [number, number])[], along: number): number {
  const after = Math.min(
    line.length - 1,
    Math.max(
      1,
      line.findIndex(([place]) => place > along),
    ),
  );
  const [from, to] = [line[after - 1], line[after]] as [readonly [number, number], readonly [number, number]];
  return from[1] + ((along - from[0]) / (to[0] - from[0] || 1)) * (to[1] - from[1]);
}
