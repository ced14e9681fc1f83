import { type Canvas, createCanvas } from '@napi-rs/canvas';
import type { FramePlanes } from '../../src/providers/local-head/planes.ts';

/** A frame of BT.709, limited range, as a picture to look at. */
export function canvasOf(frame: FramePlanes): Canvas {
  const { width, height } = frame;
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const picture = context.createImageData(width, height);
  for (let row = 0, at = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1, at += 4) {
      const half = (row >> 1) * (width >> 1) + (column >> 1);
      const luma = ((frame.luma[row * width + column] as number) - 16) * 1.1644;
      const u = (frame.u[half] as number) - 128;
      const v = (frame.v[half] as number) - 128;
      picture.data[at] = luma + 1.7927 * v;
      picture.data[at + 1] = luma - 0.2132 * u - 0.5329 * v;
      picture.data[at + 2] = luma + 2.1124 * u;
      picture.data[at + 3] = 255;
    }
  }
  context.putImageData(picture, 0, 0);
  return canvas;
}
