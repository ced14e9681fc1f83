import type { FaceFrame } from './face-frame.ts';
import type { RgbaPicture } from './planes.ts';
import { brightness, colourAlong, evenPlaces } from './traced-line.ts';
import type { Vector3 } from './vectors.ts';

/** Down the bridge of the nose, from between the brows. */
const bridge = [9, 8, 168, 6, 197, 195] as const;
const places = 48;
/** A frame is this much darker than the nose, over no more than this share of the way. */
const darkBelow = 0.6;
const widestShare = 0.4;

/** Whether a dark frame crosses the nose: brows that rise would bend it. */
export function hasGlasses(picture: RgbaPicture, marginPx: number, face: FaceFrame): boolean {
  const chain = bridge.map((index) => face.points[index] as Vector3);
  const levels = evenPlaces(chain, places).map(([x, y]) =>
    brightness(
      colourAlong(picture, x + marginPx, y + marginPx, face.right, Math.max(0.5, face.interOcular * 0.006)),
    ),
  );
  const skin = [...levels].sort((left, right) => left - right)[Math.floor(places * 0.6)] as number;
  const dark = levels.filter((level) => level < skin * darkBelow).length;
  return dark >= 2 && dark < places * widestShare;
}
