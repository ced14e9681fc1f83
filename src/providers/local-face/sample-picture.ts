import type { Box, Point, Size } from '../../domain/geometry.ts';
import type { Raster } from './raster.ts';

/** A square in a picture, turned clockwise about its centre; it may reach beyond the picture. */
export interface Square {
  readonly centre: Point;
  readonly side: number;
  readonly angle: number;
}

/** A picture with its halved copies, each made when it is first asked for. */
export interface Pyramid {
  readonly width: number;
  readonly height: number;
  halved(times: number): Raster;
}

export function pyramidOf(raster: Raster): Pyramid {
  const levels = [raster];
  const halved = (times: number): Raster => {
    const known = levels[times];
    if (known) return known;
    const level = halfOf(halved(times - 1));
    levels[times] = level;
    return level;
  };
  return { width: raster.width, height: raster.height, halved };
}

/** Each pixel is the mean of four; an odd last row or column is dropped. */
function halfOf({ width, height, rgba }: Raster): Raster {
  const half = { width: Math.max(1, width >> 1), height: Math.max(1, height >> 1) };
  const output = new Uint8ClampedArray(half.width * half.height * 4);
  for (let y = 0, at = 0; y < half.height; y++) {
    for (let x = 0; x < half.width; x++) {
      const upper = (2 * y * width + 2 * x) * 4;
      const lower = upper + width * 4;
      for (let channel = 0; channel < 4; channel++, at++) {
        const above = (rgba[upper + channel] ?? 0) + (rgba[upper + 4 + channel] ?? 0);
        output[at] = (above + (rgba[lower + channel] ?? 0) + (rgba[lower + 4 + channel] ?? 0)) / 4;
      }
    }
  }
  return { ...half, rgba: output };
}

/**
 * The square's content at `outputSide`², as RGB values 0–255. Where the square is larger than the output each value is
 * the mean of several bilinear samples of a halved picture, so that fine detail doesn't alias. Outside the picture it
 * is black, as the models were trained.
 */
export function sampleSquare(pyramid: Pyramid, square: Square, outputSide: number): Float32Array {
  const step = square.side / outputSide;
  const cos = Math.cos(square.angle) * step;
  const sin = Math.sin(square.angle) * step;
  const size = { width: outputSide, height: outputSide };
  return sampleGrid(pyramid, size, { centre: square.centre, right: [cos, sin], down: [-sin, cos] });
}

/** The box's content stretched to `output`, a side or a size, and sampled like a square's. */
export function sampleBox(pyramid: Pyramid, box: Box, output: number | Size): Float32Array {
  const size = typeof output === 'number' ? { width: output, height: output } : output;
  const centre = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const right = [box.width / size.width, 0] as const;
  return sampleGrid(pyramid, size, { centre, right, down: [0, box.height / size.height] });
}

/** The box's content at `side`², RGB 0–255: of each output pixel the mean of the whole pixels that it covers, at least one. */
export function averagedBox({ width, height, rgba }: Raster, box: Box, side: number): Float32Array {
  const output = new Float32Array(side * side * 3);
  const columns = coveredPixels(box.x, box.width / side, side, width);
  const rows = coveredPixels(box.y, box.height / side, side, height);
  for (let row = 0, to = 0; row < side; row++) {
    const top = rows[row] ?? 0;
    const bottom = rows[side + row] ?? 0;
    for (let column = 0; column < side; column++, to += 3) {
      const left = columns[column] ?? 0;
      const right = columns[side + column] ?? 0;
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let y = top; y < bottom; y++) {
        for (let x = left, from = (y * width + left) * 4; x < right; x++, from += 4) {
          red += rgba[from] ?? 0;
          green += rgba[from + 1] ?? 0;
          blue += rgba[from + 2] ?? 0;
        }
      }
      const share = 1 / ((bottom - top) * (right - left));
      output[to] = red * share;
      output[to + 1] = green * share;
      output[to + 2] = blue * share;
    }
  }
  return output;
}

/** First the starts, then the ends, of so many stretches of whole pixels. */
function coveredPixels(start: number, step: number, count: number, length: number): Int32Array {
  const stretches = new Int32Array(2 * count);
  for (let i = 0; i < count; i++) {
    const from = Math.max(0, Math.min(length - 1, Math.round(start + i * step)));
    stretches[i] = from;
    stretches[count + i] = Math.max(from + 1, Math.min(length, Math.round(start + (i + 1) * step)));
  }
  return stretches;
}

interface Grid {
  readonly centre: Point;
  /** Way in the picture, in pixels, from one output pixel to its right neighbour, and to the one below. */
  readonly right: readonly [number, number];
  readonly down: readonly [number, number];
}

function sampleGrid(pyramid: Pyramid, size: Size, { centre, right, down }: Grid): Float32Array {
  const output = new Float32Array(size.width * size.height * 3);
  const step = Math.max(Math.hypot(...right), Math.hypot(...down));
  const halvings = Math.max(0, Math.floor(Math.log2(step)));
  const raster = pyramid.halved(halvings);
  const shrink = 2 ** -halvings;
  const taps = step * shrink > 1.2 ? 2 : 1;
  const weight = 1 / (taps * taps);
  for (let row = 0, at = 0; row < size.height; row++) {
    for (let column = 0; column < size.width; column++, at += 3) {
      for (let tap = 0; tap < taps * taps; tap++) {
        const u = column - size.width / 2 + ((tap % taps) + 0.5) / taps;
        const v = row - size.height / 2 + (Math.floor(tap / taps) + 0.5) / taps;
        // Pixel centres are at half coordinates, hence the shift by one half.
        const x = (centre.x + u * right[0] + v * down[0]) * shrink - 0.5;
        const y = (centre.y + u * right[1] + v * down[1]) * shrink - 0.5;
        addBilinear(raster, x, y, weight, output, at);
      }
    }
  }
  return output;
}

function addBilinear(
  raster: Raster,
  x: number,
  y: number,
  weight: number,
  output: Float32Array,
  at: number,
): void {
  // Up to one pixel beyond the edge its colour holds: a border that fades to black would look like an outline.
  if (x <= -1 || y <= -1 || x >= raster.width || y >= raster.height) return;
  const left = Math.max(0, Math.floor(x));
  const top = Math.max(0, Math.floor(y));
  const right = Math.min(raster.width - 1, Math.floor(x) + 1);
  const bottom = Math.min(raster.height - 1, Math.floor(y) + 1);
  const fx = x - Math.floor(x);
  const fy = y - Math.floor(y);
  const { rgba } = raster;
  const topLeft = (top * raster.width + left) * 4;
  const topRight = (top * raster.width + right) * 4;
  const bottomLeft = (bottom * raster.width + left) * 4;
  const bottomRight = (bottom * raster.width + right) * 4;
  for (let channel = 0; channel < 3; channel++) {
    const above = (rgba[topLeft + channel] ?? 0) * (1 - fx) + (rgba[topRight + channel] ?? 0) * fx;
    const below = (rgba[bottomLeft + channel] ?? 0) * (1 - fx) + (rgba[bottomRight + channel] ?? 0) * fx;
    output[at + channel] = (output[at + channel] ?? 0) + weight * (above * (1 - fy) + below * fy);
  }
}

/** A point of the square's sampled picture (0…outputSide) in the picture it was taken from. */
export function toPicture(square: Square, outputSide: number, u: number, v: number): Point {
  const scale = square.side / outputSide;
  const dx = (u - outputSide / 2) * scale;
  const dy = (v - outputSide / 2) * scale;
  const cos = Math.cos(square.angle);
  const sin = Math.sin(square.angle);
  return { x: square.centre.x + dx * cos - dy * sin, y: square.centre.y + dx * sin + dy * cos };
}
