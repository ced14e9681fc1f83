import { createCanvas } from '@napi-rs/canvas';
import type { Placement } from '../../domain/face/portrait-framing.ts';
import type { Size } from '../../domain/geometry.ts';
import type { DecodedPicture } from '../../platform/pictures/decoded-picture.ts';
import type { RgbaPicture } from './planes.ts';

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
