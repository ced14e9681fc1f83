import { createCanvas, loadImage } from '@napi-rs/canvas';
import { AppError } from '../../kernel/errors.ts';

export type DecodedPicture = Awaited<ReturnType<typeof loadImage>>;

/** A picture of our own making, or one that was checked and made upright. Throws `invalid-portrait`. */
export async function decodePicture(path: string): Promise<DecodedPicture> {
  return await loadImage(path).catch((cause: unknown) => {
    const message = 'The picture could not be read; it must be a JPEG, PNG or WebP.';
    throw new AppError('invalid-portrait', message, { cause });
  });
}

const trialWidth = 256;

/** Whether anything of the picture is see-through, by a small copy of it. */
export function hasTransparency(picture: DecodedPicture): boolean {
  const scale = Math.min(1, trialWidth / picture.width);
  const canvas = createCanvas(Math.floor(picture.width * scale), Math.floor(picture.height * scale));
  const context = canvas.getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, 0, 0, picture.width * scale, picture.height * scale);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  for (let at = 3; at < data.length; at += 4) if ((data[at] as number) < 250) return true;
  return false;
}

/** The first row in which a cut-out touches the picture's left or right side; the height where it never does. */
export function firstRowCutAtSide(picture: DecodedPicture): number {
  const { width, height } = picture;
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.drawImage(picture, 0, 0);
  const left = context.getImageData(0, 0, 1, height).data;
  const right = context.getImageData(width - 1, 0, 1, height).data;
  for (let row = 0; row < height; row += 1) {
    if ((left[row * 4 + 3] as number) > 8 || (right[row * 4 + 3] as number) > 8) return row;
  }
  return height;
}
