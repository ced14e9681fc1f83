import { createCanvas } from '@napi-rs/canvas';
import { barFill, barFillPlacement, type Placement } from '../../domain/face/portrait-framing.ts';
import type { Size } from '../../domain/geometry.ts';
import type { DecodedPicture } from '../../platform/pictures/decoded-picture.ts';
import { feathered } from '../../platform/pictures/feathered.ts';
import { withEdgesContinued } from './pictures.ts';
import type { RgbaPicture } from './planes.ts';

/** The photo before a blurred, frame-filling copy of itself. */
export function photoOverBlur(
  picture: DecodedPicture,
  placement: Placement,
  frame: Size,
  marginPx: number,
): RgbaPicture {
  const canvas = createCanvas(frame.width + 2 * marginPx, frame.height + 2 * marginPx);
  const context = canvas.getContext('2d');
  const short = Math.min(frame.width, frame.height);
  const fill = barFillPlacement(picture, frame);
  context.filter = `blur(${Math.round(short * barFill.blur)}px)`;
  context.drawImage(
    picture,
    fill.left + marginPx,
    fill.top + marginPx,
    picture.width * fill.scale,
    picture.height * fill.scale,
  );
  context.filter = 'none';
  const placed = {
    x: placement.left,
    y: placement.top,
    width: picture.width * placement.scale,
    height: picture.height * placement.scale,
  };
  context.drawImage(feathered(picture, placed, frame, short * barFill.feather), marginPx, marginPx);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  const drawn = { width: canvas.width, height: canvas.height, data };
  return withEdgesContinued(drawn, { scale: 1, left: 0, top: 0 }, frame, marginPx);
}
