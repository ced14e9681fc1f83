import type { Raster } from './raster.ts';
import { type Pyramid, pyramidOf } from './sample-picture.ts';

/** RGB frames of one size, one after another. */
export interface RgbFrames {
  readonly rgb: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** The same with a fourth byte for each pixel, which says nothing. */
export interface RgbaFrames {
  readonly rgba: Uint8Array<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
}

/** Each whole frame as a picture that can be sampled. */
export function* framePyramids({ rgb, width, height }: RgbFrames): Generator<Pyramid> {
  const frameBytes = width * height * 3;
  for (let from = 0; from + frameBytes <= rgb.length; from += frameBytes) {
    yield pyramidOf({ width, height, rgba: opaque(rgb.subarray(from, from + frameBytes)) });
  }
}

/** Each whole frame, without copying it. */
export function* frameRasters({ rgba, width, height }: RgbaFrames): Generator<Raster> {
  const frameBytes = width * height * 4;
  for (let from = 0; from + frameBytes <= rgba.length; from += frameBytes) {
    yield { width, height, rgba: new Uint8ClampedArray(rgba.buffer, rgba.byteOffset + from, frameBytes) };
  }
}

function opaque(rgb: Uint8Array): Uint8ClampedArray {
  const rgba = new Uint8ClampedArray((rgb.length / 3) * 4);
  for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) {
    rgba[to] = rgb[from] ?? 0;
    rgba[to + 1] = rgb[from + 1] ?? 0;
    rgba[to + 2] = rgb[from + 2] ?? 0;
    rgba[to + 3] = 255;
  }
  return rgba;
}
