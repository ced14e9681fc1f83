import { eyes } from './canonical-face.ts';
import type { FaceFrame } from './face-frame.ts';
import type { RgbaPicture } from './planes.ts';
import type { Vector3 } from './vectors.ts';

/** Luma of the kit's own teeth, 0–255. */
const kitTeethBrightness = 222;
const range = { darkest: 0.7, brightest: 1.02 };

/**
 * How bright teeth should be in this light: eye whites and teeth reflect alike whatever the skin is. Takes the brightest
 * fifth of the pixels between the lids.
 */
export function teethLight(picture: RgbaPicture, marginPx: number, face: FaceFrame): number {
  const found: number[] = [];
  for (const eye of eyes) {
    eye.upperLid.forEach((upper, at) => {
      const [top, bottom] = [face.points[upper], face.points[eye.lowerLid[at] as number]] as [
        Vector3,
        Vector3,
      ];
      for (let share = 0.25; share <= 0.8; share += 0.05) {
        const x = Math.round(top[0] + (bottom[0] - top[0]) * share + marginPx);
        const y = Math.round(top[1] + (bottom[1] - top[1]) * share + marginPx);
        if (x < 0 || y < 0 || x >= picture.width || y >= picture.height) continue;
        const pixel = (y * picture.width + x) * 4;
        const [red, green, blue] = picture.data.subarray(pixel, pixel + 3) as unknown as [
          number,
          number,
          number,
        ];
        found.push(red * 0.2126 + green * 0.7152 + blue * 0.0722);
      }
    });
  }
  found.sort((left, right) => right - left);
  const brightest = found.slice(0, Math.max(1, Math.floor(found.length / 5)));
  const mean = brightest.reduce((sum, value) => sum + value, 0) / brightest.length;
  return Math.min(range.brightest, Math.max(range.darkest, (mean / kitTeethBrightness) * 1.35));
}
