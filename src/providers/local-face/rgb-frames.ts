import type { Raster } from './raster.ts';
import { type Pyramid, pyramidOf } from './sample-picture.ts';

/** RGB frames of one size, one after another. */
export interface RgbFrames {
  readonly rgb: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Each whole frame as a picture that can be sampled. */
export function* framePyramids(frames: RgbFrames): Generator<Pyramid> {
  for (const raster of frameRasters(frames)) yield pyramidOf(raster);
}

export function* frameRasters({ rgb, width, height }: RgbFrames): Generator<Raster> {
  const frameBytes = width * height * 3;
  for (let from = 0; from + frameBytes <= rgb.length; from += frameBytes) {
    yield { width, height, rgba: opaque(rgb.subarray(from, from + frameBytes)) };
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
