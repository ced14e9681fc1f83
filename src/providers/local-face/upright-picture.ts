import { readFile, stat, writeFile } from 'node:fs/promises';
import { createCanvas, type Image, loadImage, type SKRSContext2D } from '@napi-rs/canvas';
import { readPictureFile } from './picture-file.ts';
import { checkPngData } from './picture-png.ts';
import { type PictureFile, pictureLimits, refusal } from './picture-rules.ts';

const maxLongerSide = 2160;

/** Writes the picture as an upright PNG whose longer side is at most 2160 pixels. Throws `invalid-portrait`. */
export async function writeUpright(request: {
  readonly picturePath: string;
  readonly outputPath: string;
}): Promise<{ hasAlpha: boolean }> {
  const { size } = await stat(request.picturePath);
  if (size > pictureLimits.maxBytes) {
    throw refusal('too-many-bytes', `The picture has ${size} bytes`, {
      found: size,
      allowed: pictureLimits.maxBytes,
    });
  }
  const file = readPictureFile(await readFile(request.picturePath));
  if (file.format === 'PNG') await checkPngData(file.essence);
  const image = await decode(file);
  const turned = file.orientation >= 5;
  const width = turned ? file.height : file.width;
  const height = turned ? file.width : file.height;
  const scale = Math.min(1, maxLongerSide / Math.max(width, height));
  const canvas = createCanvas(Math.round(width * scale), Math.round(height * scale));
  const context = canvas.getContext('2d');
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = 'high';
  context.scale(canvas.width / width, canvas.height / height);
  turnUpright(context, file);
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  await writeFile(request.outputPath, canvas.toBuffer('image/png'));
  return { hasAlpha: hasTransparency(data) };
}

async function decode(file: PictureFile): Promise<Image> {
  try {
    const image = await loadImage(file.essence);
    if (image.width === file.width && image.height === file.height) return image;
  } catch (error) {
    throw refusal('damaged', `The ${file.format} file can't be decoded`, {}, error);
  }
  throw refusal('damaged', `The ${file.format} file does not hold the picture that its header describes`);
}

/** Maps the stored picture to the upright one; EXIF 2.32, tag 0x0112. */
function turnUpright(context: SKRSContext2D, { orientation, width, height }: PictureFile): void {
  const transforms: readonly (readonly [number, number, number, number, number, number])[] = [
    [1, 0, 0, 1, 0, 0],
    [-1, 0, 0, 1, width, 0],
    [-1, 0, 0, -1, width, height],
    [1, 0, 0, -1, 0, height],
    [0, 1, 1, 0, 0, 0],
    [0, 1, -1, 0, height, 0],
    [0, -1, -1, 0, height, width],
    [0, -1, 1, 0, 0, width],
  ];
  const matrix = transforms[orientation - 1];
  if (matrix) context.transform(...matrix);
}

/** An alpha channel that hides nothing is none: such a picture is an ordinary photo. */
function hasTransparency(rgba: Uint8ClampedArray): boolean {
  for (let i = 3; i < rgba.length; i += 4) if ((rgba[i] ?? 255) < 250) return true;
  return false;
}
