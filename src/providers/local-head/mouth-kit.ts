import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { z } from 'zod';
import type { RgbaPicture } from './planes.ts';

const kitFile = z.object({
  format: z.literal('mouth-kit/1'),
  pxPerIod: z.number().positive(),
  lipLine: z.tuple([z.number(), z.number()]),
  jawPerMouthOpen: z.tuple([z.number(), z.number(), z.number()]),
});

/** Teeth and tongue, in pixels of the frame: their own size there, times `oversampling`. */
export interface MouthKit {
  /** Kit pixels per pixel of the frame. */
  readonly oversampling: number;
  /** Where the middle of the shut lips lies in each layer. */
  readonly lipLine: readonly [number, number];
  /** How far the lower jaw goes down at a weight of 1, in inter-ocular distances. */
  readonly jawDrop: number;
  readonly upperTeeth: RgbaPicture;
  readonly lowerTeeth: RgbaPicture;
  readonly tongue: RgbaPicture;
}

const oversampling = 1.5;

/** `pixelsPerInterOcular`: how large the mouth is in the frame. Layers are scaled once, so that sampling never skips. */
export async function loadMouthKit(assetsFolder: string, pixelsPerInterOcular: number): Promise<MouthKit> {
  const folder = join(assetsFolder, 'mouth');
  const file = kitFile.parse(JSON.parse(await readFile(join(folder, 'mouth-kit.json'), 'utf8')));
  const scale = (pixelsPerInterOcular / file.pxPerIod) * oversampling;
  const layer = async (name: string): Promise<RgbaPicture> => {
    const picture = await loadImage(join(folder, `${name}.webp`));
    const canvas = createCanvas(Math.ceil(picture.width * scale), Math.ceil(picture.height * scale));
    const context = canvas.getContext('2d');
    context.imageSmoothingQuality = 'high';
    context.drawImage(picture, 0, 0, picture.width * scale, picture.height * scale);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    return { width: canvas.width, height: canvas.height, data };
  };
  const [upperTeeth, lowerTeeth, tongue] = await Promise.all([
    layer('teeth-upper'),
    layer('teeth-lower'),
    layer('tongue'),
  ]);
  return {
    oversampling,
    lipLine: [file.lipLine[0] * scale, file.lipLine[1] * scale],
    jawDrop: -file.jawPerMouthOpen[1],
    upperTeeth,
    lowerTeeth,
    tongue,
  };
}
