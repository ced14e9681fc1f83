import { eyes } from './canonical-face.ts';
import type { FaceFrame } from './face-frame.ts';
import type { RgbaPicture } from './planes.ts';
import { brightness, colourAlong } from './traced-line.ts';
import type { Vector3 } from './vectors.ts';

/** What the kit's teeth are multiplied by, channel by channel. */
export type TeethLight = readonly [red: number, green: number, blue: number];

/** Luma of the kit's own teeth, 0–255. */
const kitTeethBrightness = 222;
const range = { darkest: 0.72, brightest: 1.04 };
/** Teeth are brighter than eye whites in the shade of their lids, and warmer. */
const overWhites = 1.38;
const enamel = [1.01, 0.985, 0.925] as const;
/** How much of the light's own colour the teeth take on. */
const tintShare = 0.5;

/**
 * The light on the teeth: eye whites and teeth reflect alike whatever the skin is. Takes the brightest fifth of the places
 * between the lids.
 */
export function teethLight(picture: RgbaPicture, marginPx: number, face: FaceFrame): TeethLight {
  const found: (readonly [number, number, number])[] = [];
  for (const eye of eyes) {
    eye.upperLid.forEach((upper, at) => {
      const [top, bottom] = [face.points[upper], face.points[eye.lowerLid[at] as number]] as [
        Vector3,
        Vector3,
      ];
      for (let share = 0.25; share <= 0.8; share += 0.05) {
        const x = top[0] + (bottom[0] - top[0]) * share + marginPx;
        const y = top[1] + (bottom[1] - top[1]) * share + marginPx;
        found.push(colourAlong(picture, x, y, face.right, 0.5));
      }
    });
  }
  found.sort((left, right) => brightness(right) - brightness(left));
  const brightest = found.slice(0, Math.max(1, Math.floor(found.length / 5)));
  const white = [0, 1, 2].map(
    (channel) => brightest.reduce((sum, colour) => sum + (colour[channel] as number), 0) / brightest.length,
  ) as [number, number, number];
  const level = brightness(white);
  const light = Math.min(range.brightest, Math.max(range.darkest, (level / kitTeethBrightness) * overWhites));
  const tinted = (channel: 0 | 1 | 2) =>
    light * enamel[channel] * (1 + tintShare * (Math.min(1.25, white[channel] / Math.max(1, level)) - 1));
  return [tinted(0), tinted(1), tinted(2)];
}
