import { createCanvas, loadImage } from '@napi-rs/canvas';

/** 8-bit RGBA with straight alpha, row by row. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8ClampedArray;
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
