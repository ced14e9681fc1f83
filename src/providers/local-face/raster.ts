import { createCanvas, loadImage } from '@napi-rs/canvas';
import type { Box, Point } from '../../domain/geometry.ts';

/** 8-bit RGBA with straight alpha, row by row. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8ClampedArray;
}

/** A square in a picture, turned clockwise about its centre; it may reach beyond the picture. */
export interface Square {
  readonly centre: Point;
  readonly side: number;
  readonly angle: number;
}

/** Behind transparent pictures the models see a neutral grey: black would look like a dark room. */
const greyBehind = 128;

export async function readRaster(file: string | Buffer): Promise<Raster> {
  const image = await loadImage(file);
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  return {
    width: image.width,
    height: image.height,
    rgba: context.getImageData(0, 0, image.width, image.height).data,
  };
}

export function flattened(raster: Raster): Raster {
  const rgba = new Uint8ClampedArray(raster.rgba.length);
  for (let i = 0; i < rgba.length; i += 4) {
    const alpha = (raster.rgba[i + 3] ?? 255) / 255;
    for (let channel = 0; channel < 3; channel++) {
      rgba[i + channel] = (raster.rgba[i + channel] ?? 0) * alpha + greyBehind * (1 - alpha);
    }
    rgba[i + 3] = 255;
  }
  return { ...raster, rgba };
}

/**
 * The square's content at `outputSide`², as RGB values 0–255. Where the square is larger than the output each value is
 * the mean of a grid of bilinear samples, so that fine detail doesn't alias. Outside the picture it is black, as the
 * models were trained.
 */
export function sampleSquare(raster: Raster, square: Square, outputSide: number): Float32Array {
  const step = square.side / outputSide;
  const cos = Math.cos(square.angle) * step;
  const sin = Math.sin(square.angle) * step;
  return sampleGrid(raster, outputSide, { centre: square.centre, right: [cos, sin], down: [-sin, cos] });
}

/** The box's content stretched to `outputSide`², sampled like a square's. */
export function sampleBox(raster: Raster, box: Box, outputSide: number): Float32Array {
  const centre = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const right = [box.width / outputSide, 0] as const;
  return sampleGrid(raster, outputSide, { centre, right, down: [0, box.height / outputSide] });
}

interface Grid {
  readonly centre: Point;
  /** Way in the picture, in pixels, from one output pixel to its right neighbour, and to the one below. */
  readonly right: readonly [number, number];
  readonly down: readonly [number, number];
}

function sampleGrid(raster: Raster, outputSide: number, { centre, right, down }: Grid): Float32Array {
  const output = new Float32Array(outputSide * outputSide * 3);
  const step = Math.max(Math.hypot(...right), Math.hypot(...down));
  const taps = Math.max(1, Math.min(6, Math.round(step / 1.5)));
  const half = outputSide / 2;
  const weight = 1 / (taps * taps);
  for (let row = 0, at = 0; row < outputSide; row++) {
    for (let column = 0; column < outputSide; column++, at += 3) {
      for (let tap = 0; tap < taps * taps; tap++) {
        const u = column - half + ((tap % taps) + 0.5) / taps;
        const v = row - half + (Math.floor(tap / taps) + 0.5) / taps;
        // Pixel centres are at half coordinates, hence the shift by one half.
        const x = centre.x + u * right[0] + v * down[0] - 0.5;
        const y = centre.y + u * right[1] + v * down[1] - 0.5;
        addBilinear(raster, x, y, weight, output, at);
      }
    }
  }
  return output;
}

function addBilinear(raster: Raster, x: number, y: number, weight: number, output: Float32Array, at: number) {
  const left = Math.floor(x);
  const top = Math.floor(y);
  if (left < 0 || top < 0 || left + 1 >= raster.width || top + 1 >= raster.height) return;
  const fx = x - left;
  const fy = y - top;
  const { rgba } = raster;
  const upper = (top * raster.width + left) * 4;
  const lower = upper + raster.width * 4;
  for (let channel = 0; channel < 3; channel++) {
    const above = (rgba[upper + channel] ?? 0) * (1 - fx) + (rgba[upper + 4 + channel] ?? 0) * fx;
    const below = (rgba[lower + channel] ?? 0) * (1 - fx) + (rgba[lower + 4 + channel] ?? 0) * fx;
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
