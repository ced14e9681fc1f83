import type { ColourFunctions, ColourPlanes } from './guided-filter.ts';
import { boxMean, type Plane, resizedRows, smoothstep } from './plane.ts';
import type { Raster } from './raster.ts';

/** Below the first a pixel is background, above the second the person: what lies between is the edge. */
const edge = [0.12, 0.88] as const;
/** Neighbourhoods as sure as this have no edge. */
const sure = 0.004;

/** The colours, 0–1, of `step`² pixels at a time; the raster's sides are multiples of `step`. */
export function coloursOfRaster({ width, height, rgba }: Raster, step: number): ColourPlanes {
  const size = { width: width / step, height: height / step };
  const planes = [0, 1, 2].map(() => new Float32Array(size.width * size.height));
  const [red, green, blue] = planes;
  if (!red || !green || !blue) throw new RangeError('a colour has three parts');
  const share = 1 / (255 * step * step);
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / step) * size.width;
    for (let x = 0, from = y * width * 4; x < size.width; x++) {
      const to = row + x;
      for (let tap = 0; tap < step; tap++, from += 4) {
        red[to] = (red[to] ?? 0) + (rgba[from] ?? 0) * share;
        green[to] = (green[to] ?? 0) + (rgba[from + 1] ?? 0) * share;
        blue[to] = (blue[to] ?? 0) + (rgba[from + 2] ?? 0) * share;
      }
    }
  }
  return [
    { ...size, values: red },
    { ...size, values: green },
    { ...size, values: blue },
  ];
}

/** The functions of the small planes applied to the frame's own pixels; where the person is sure nothing is computed. */
export function drawMatte(
  functions: ColourFunctions,
  person: Plane,
  { width, height, rgba }: Raster,
  step: number,
): Uint8Array {
  const matte = new Uint8Array(width * height);
  const nearby = boxMean(person, 5).values;
  const rows = [functions.red, functions.green, functions.blue, functions.offset].map((plane) =>
    resizedRows(plane, width, height),
  );
  for (let y = 0; y < height; y++) {
    const cells = Math.floor(y / step) * person.width;
    const line = nearby.subarray(cells, cells + person.width);
    const hasEdge = line.some((value) => value > sure && value < 1 - sure);
    const [red, green, blue, offset] = hasEdge ? rows.map((row) => row(y)) : [];
    for (let x = 0, at = y * width; x < width; x++, at++) {
      const certainty = line[Math.floor(x / step)] ?? 0;
      if (!red || !green || !blue || !offset || certainty <= sure || certainty >= 1 - sure) {
        matte[at] = certainty > 0.5 ? 255 : 0;
        continue;
      }
      const r = (red[x] ?? 0) * (rgba[4 * at] ?? 0);
      const g = (green[x] ?? 0) * (rgba[4 * at + 1] ?? 0);
      const b = (blue[x] ?? 0) * (rgba[4 * at + 2] ?? 0);
      matte[at] = 255 * smoothstep(edge[0], edge[1], (r + g + b) / 255 + (offset[x] ?? 0));
    }
  }
  return matte;
}
