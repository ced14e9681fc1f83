import { readFile } from 'node:fs/promises';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { readPictureFile } from './picture-file.ts';
import { refusal } from './picture-rules.ts';

/** 8-bit RGBA with straight alpha, row by row. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8ClampedArray;
}

/** Behind transparent pictures the models see a neutral grey: black would look like a dark room. */
const greyBehind = 128;

/** Throws `invalid-portrait` for what is no picture within the limits. */
export async function readRaster(path: string): Promise<Raster> {
  const { essence } = readPictureFile(await readFile(path));
  const image = await loadImage(essence).catch((cause: unknown) => {
    throw refusal('damaged', "The picture can't be decoded", {}, cause);
  });
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
