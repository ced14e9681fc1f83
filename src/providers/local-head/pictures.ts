import { createCanvas, loadImage } from '@napi-rs/canvas';
import { AppError } from '../../kernel/errors.ts';
import type { Size } from '../../domain/geometry.ts';
import type { Placement } from './framing.ts';
import type { RgbaPicture } from './planes.ts';

export type DecodedPicture = Awaited<ReturnType<typeof loadImage>>;

export async function decodePicture(path: string): Promise<DecodedPicture> {
  return await loadImage(path).catch((cause: unknown) => {
    const message = 'The picture could not be read; it must be a JPEG, PNG or WebP.';
    throw new AppError('invalid-portrait', message, { cause });
  });
}

/** The picture scaled and moved into a canvas that reaches `marginPx` beyond the frame; transparent where it ends. */
export function placedPicture(
  picture: DecodedPicture,
  placement: Placement,
  frame: Size,
  marginPx: number,
): RgbaPicture {
  const canvas = createCanvas(frame.width + 2 * marginPx, frame.height + 2 * marginPx);
  const context = canvas.getContext('2d');
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = 'high';
  context.drawImage(
    picture,
    placement.left + marginPx,
    placement.top + marginPx,
    picture.width * placement.scale,
    picture.height * placement.scale,
  );
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  return { width: canvas.width, height: canvas.height, data };
}

/** Covers the frame, centred: for plates. */
export function coveringPlacement(picture: Size, frame: Size): Placement {
  const scale = Math.max(frame.width / picture.width, frame.height / picture.height);
  return {
    scale,
    left: Math.round((frame.width - picture.width * scale) / 2),
    top: Math.round((frame.height - picture.height * scale) / 2),
  };
}

/** Beyond the picture's own edges its outermost pixels go on, so that a head that moves uncovers no hole. */
export function withEdgesContinued(
  picture: RgbaPicture,
  content: Placement,
  size: Size,
  marginPx: number,
): RgbaPicture {
  const { width, height, data } = picture;
  const inner = {
    left: Math.min(width - 1, Math.max(0, Math.ceil(content.left + marginPx))),
    top: Math.min(height - 1, Math.max(0, Math.ceil(content.top + marginPx))),
    right: Math.max(0, Math.min(width, Math.floor(content.left + marginPx + size.width * content.scale)) - 1),
    bottom: Math.max(
      0,
      Math.min(height, Math.floor(content.top + marginPx + size.height * content.scale)) - 1,
    ),
  };
  const pixels = new Uint32Array(data.buffer, data.byteOffset, width * height);
  for (let row = inner.top; row <= inner.bottom; row += 1) {
    pixels.fill(pixels[row * width + inner.left] as number, row * width, row * width + inner.left);
    pixels.fill(
      pixels[row * width + inner.right] as number,
      row * width + inner.right + 1,
      (row + 1) * width,
    );
  }
  for (let row = 0; row < inner.top; row += 1) {
    pixels.copyWithin(row * width, inner.top * width, (inner.top + 1) * width);
  }
  for (let row = inner.bottom + 1; row < height; row += 1) {
    pixels.copyWithin(row * width, inner.bottom * width, (inner.bottom + 1) * width);
  }
  return picture;
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

/** Whether anything of the picture is see-through. */
export function hasTransparency(picture: RgbaPicture): boolean {
  for (let at = 3; at < picture.data.length; at += 4) if ((picture.data[at] as number) < 250) return true;
  return false;
}
