import type { Box, Point } from '../../../src/domain/geometry.ts';
import type { Ffmpeg } from '../../../src/platform/ffmpeg/ffmpeg.ts';

/** Where a frame's marks are seen, in radii of the circle from its middle; what isn't seen is absent. */
export type SeenMarks = Partial<Record<MarkName, Point>>;
export type MarkName = 'middle' | 'top' | 'chin';

/** How much a pixel is of the mark's colour and of no other: 0 for grey, 255 for the pure colour. */
const colourfulness: Readonly<Record<MarkName, (red: number, green: number, blue: number) => number>> = {
  middle: (red, green, blue) => green - Math.max(red, blue),
  top: (red, green, blue) => blue - Math.max(red, green),
  chin: (red, green, blue) => Math.min(red, blue) - green,
};
const names = ['middle', 'top', 'chin'] as const satisfies readonly MarkName[];
/** Lips, eyes and clothes are below it, a mark that was coded twice is above. */
const leastColour = 60;
/** Pixels of full colour, at least, that are no mistake. */
const leastPixels = 4;
/** The ring lies at the circle's rim, and what is behind it is the background. */
const insideRing = 0.97;
const timeoutMs = 120_000;

export interface MarkReading {
  readonly videoPath: string;
  /** The circle in the frame. */
  readonly circle: Box;
  readonly frames: number;
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** The marks in every decoded frame of a finished clip, to a fraction of a pixel. */
export async function readMarks(ffmpeg: Ffmpeg, reading: MarkReading): Promise<readonly SeenMarks[]> {
  const { x, y, width, height } = reading.circle;
  const bytes = width * height * 3;
  const { output } = await ffmpeg.run({
    args: [
      ...['-i', reading.videoPath, '-vf', `crop=${width}:${height}:${x}:${y},format=rgb24`],
      ...['-f', 'rawvideo', 'pipe:1'],
    ],
    cwd: reading.folder,
    timeoutMs,
    signal: reading.signal,
    keepOutputBytes: bytes * (reading.frames + 1),
  });
  const count = Math.floor(output.length / bytes);
  return Array.from({ length: count }, (_, frame) =>
    marksIn(output.subarray(frame * bytes, (frame + 1) * bytes), width),
  );
}

/** `rgb` is a square of that side, in whose middle the circle is. */
export function marksIn(rgb: Uint8Array, side: number): SeenMarks {
  const radius = side / 2;
  const sums = names.map(() => ({ x: 0, y: 0, weight: 0 }));
  for (let row = 0, at = 0; row < side; row++) {
    for (let column = 0; column < side; column++, at += 3) {
      const [red, green, blue] = [rgb[at] ?? 0, rgb[at + 1] ?? 0, rgb[at + 2] ?? 0];
      // No mark is paler than this, and most of a picture is.
      if (Math.max(red, green, blue) - Math.min(red, green, blue) <= leastColour) continue;
      const x = (column + 0.5 - radius) / radius;
      const y = (row + 0.5 - radius) / radius;
      if (Math.hypot(x, y) > insideRing) continue;
      for (const [index, sum] of sums.entries()) {
        const weight = Math.max(0, colourfulness[names[index] ?? 'middle'](red, green, blue) - leastColour);
        sum.x += x * weight;
        sum.y += y * weight;
        sum.weight += weight;
      }
    }
  }
  const seen: SeenMarks = {};
  for (const [index, { x, y, weight }] of sums.entries()) {
    if (weight < leastPixels * (255 - leastColour)) continue;
    seen[names[index] ?? 'middle'] = { x: x / weight, y: y / weight };
  }
  return seen;
}
