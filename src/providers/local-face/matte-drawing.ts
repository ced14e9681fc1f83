import type { ColourFunctions, ColourPlanes } from './guided-filter.ts';
import { boxMean, type Plane, smoothstep } from './plane.ts';
import type { Raster } from './raster.ts';

/** Below the first a pixel is background, above the second the person: what lies between is the edge. */
const edge = [0.12, 0.88] as const;
/** Neighbourhoods as sure as this have no edge. */
const sure = 0.008;
/** In cells: as far as the filter may move an edge. */
const edgeReach = 4;

/** The colours, 0–1, of `step`² pixels at a time; the raster's sides are multiples of `step`. */
export function coloursOfRaster({ width, height, rgba }: Raster, step: number): ColourPlanes {
  const size = { width: width / step, height: height / step };
  const cells = size.width * size.height;
  const [red, green, blue] = [new Float32Array(cells), new Float32Array(cells), new Float32Array(cells)];
  const share = 1 / (255 * step * step);
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / step) * size.width;
    for (let x = 0, from = y * width * 4; x < size.width; x++) {
      const to = row + x;
      let r = 0;
      let g = 0;
      let b = 0;
      for (let tap = 0; tap < step; tap++, from += 4) {
        r += rgba[from] ?? 0;
        g += rgba[from + 1] ?? 0;
        b += rgba[from + 2] ?? 0;
      }
      red[to] = (red[to] ?? 0) + r * share;
      green[to] = (green[to] ?? 0) + g * share;
      blue[to] = (blue[to] ?? 0) + b * share;
    }
  }
  return [
    { ...size, values: red },
    { ...size, values: green },
    { ...size, values: blue },
  ];
}

/**
 * The functions of the small planes applied to the frame's own pixels, cell by cell. Where all round a cell the person is
 * sure, or nobody is, nothing is computed.
 */
export function drawMatte(
  functions: ColourFunctions,
  person: Plane,
  { width, rgba }: Raster,
  step: number,
): Uint8Array {
  const matte = new Uint8Array(person.values.length * step * step);
  const nearby = boxMean(person, edgeReach).values;
  const draw = cellDrawer(functions, rgba, { width, step }, matte);
  for (let row = 0, cell = 0; row < person.height; row++) {
    for (let column = 0; column < person.width; column++, cell++) {
      const certainty = nearby[cell] ?? 0;
      if (certainty <= sure) continue;
      if (certainty < 1 - sure) {
        draw(column, row);
        continue;
      }
      const first = row * step * width + column * step;
      for (let y = 0; y < step; y++) matte.fill(255, first + y * width, first + y * width + step);
    }
  }
  return matte;
}

/** Draws the pixels of one cell, with the functions' values mixed from the cells around it. */
function cellDrawer(
  functions: ColourFunctions,
  rgba: Uint8ClampedArray,
  { width, step }: { readonly width: number; readonly step: number },
  matte: Uint8Array,
): (column: number, row: number) => void {
  const { width: columns, height: rows } = functions.red;
  const red = functions.red.values;
  const green = functions.green.values;
  const blue = functions.blue.values;
  const offset = functions.offset.values;
  return (column, row) => {
    for (let y = 0; y < step; y++) {
      const v = row + (y + 0.5) / step - 0.5;
      const upper = Math.max(0, Math.floor(v)) * columns;
      const lower = Math.min(rows - 1, Math.floor(v) + 1) * columns;
      const down = v - Math.floor(v);
      for (let x = 0, at = (row * step + y) * width + column * step; x < step; x++, at++) {
        const u = column + (x + 0.5) / step - 0.5;
        const left = Math.max(0, Math.floor(u));
        const right = Math.min(columns - 1, Math.floor(u) + 1);
        const across = u - Math.floor(u);
        const a = (1 - across) * (1 - down);
        const b = across * (1 - down);
        const c = (1 - across) * down;
        const d = across * down;
        const mixed = (values: Float32Array) =>
          a * (values[upper + left] ?? 0) +
          b * (values[upper + right] ?? 0) +
          c * (values[lower + left] ?? 0) +
          d * (values[lower + right] ?? 0);
        const sum =
          mixed(red) * (rgba[4 * at] ?? 0) +
          mixed(green) * (rgba[4 * at + 1] ?? 0) +
          mixed(blue) * (rgba[4 * at + 2] ?? 0);
        matte[at] = 255 * smoothstep(edge[0], edge[1], sum / 255 + mixed(offset));
      }
    }
  };
}
