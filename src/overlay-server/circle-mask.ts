import type { Writable } from 'node:stream';
import type { Size } from '../domain/geometry.ts';
import type { CircleKeyframe, HeadCircle } from '../domain/overlay/circle.ts';

/** The circle at a moment: evenly from one key frame to the next. */
export function circleAt(
  circle: HeadCircle,
  track: readonly CircleKeyframe[],
  atSeconds: number,
): HeadCircle {
  const after = track.findIndex((key) => key.atSeconds > atSeconds);
  const next = track[after];
  const last = track[after === -1 ? track.length - 1 : after - 1];
  if (!last || !next) return last ?? next ?? circle;
  const part = (atSeconds - last.atSeconds) / (next.atSeconds - last.atSeconds);
  const between = (from: number, to: number) => from + part * (to - from);
  return {
    radius: between(last.radius, next.radius),
    centre: { x: between(last.centre.x, next.centre.x), y: between(last.centre.y, next.centre.y) },
  };
}

/** A white disc on black, its edge a pixel soft: one byte a pixel. */
export function drawCircle({ radius, centre }: HeadCircle, { width, height }: Size): Uint8Array {
  const pixels = new Uint8Array(width * height);
  const reach = radius * Math.min(width, height);
  const [x0, y0] = [centre.x * width, centre.y * height];
  const last = Math.min(height - 1, Math.ceil(y0 + reach));
  for (let y = Math.max(0, Math.floor(y0 - reach)); y <= last; y++) {
    const half = Math.sqrt(Math.max(0, (reach + 1) ** 2 - (y + 0.5 - y0) ** 2));
    const left = Math.max(0, Math.floor(x0 - half));
    const right = Math.min(width - 1, Math.ceil(x0 + half));
    for (let x = left; x <= right; x++) {
      const inside = reach + 0.5 - Math.hypot(x + 0.5 - x0, y + 0.5 - y0);
      pixels[y * width + x] = Math.round(255 * Math.max(0, Math.min(1, inside)));
    }
  }
  return pixels;
}

export interface CircleMasks {
  readonly circle: HeadCircle;
  readonly track: readonly CircleKeyframe[];
  readonly size: Size;
  readonly frames: number;
  readonly framesPerSecond: number;
}

/** Frame after frame, no faster than they are taken. */
export async function writeCircleMasks(output: Writable, masks: CircleMasks): Promise<void> {
  const { circle, track, size, frames, framesPerSecond } = masks;
  const still = track.length === 0 ? drawCircle(circle, size) : undefined;
  for (let frame = 0; frame < frames && !output.destroyed; frame++) {
    const mask = still ?? drawCircle(circleAt(circle, track, frame / framesPerSecond), size);
    // Called also where the reader is gone: its exit code tells why.
    await new Promise<void>((taken) => output.write(mask, () => taken()));
  }
}
