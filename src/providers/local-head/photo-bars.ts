import { createCanvas } from '@napi-rs/canvas';
import type { Size } from '../../domain/geometry.ts';
import type { Placement } from './framing.ts';
import { coveringPlacement, type DecodedPicture, withEdgesContinued } from './pictures.ts';
import type { RgbaPicture } from './planes.ts';

/** Of the frame's shorter side. */
const blurShare = 0.045;
const featherShare = 0.035;
/** The blurred picture is enlarged, so that its own soft border stays outside. */
const enlarged = 1.15;

export function leavesBars(picture: Size, placement: Placement, frame: Size): boolean {
  return (
    placement.left > 0.5 ||
    placement.top > 0.5 ||
    placement.left + picture.width * placement.scale < frame.width - 0.5 ||
    placement.top + picture.height * placement.scale < frame.height - 0.5
  );
}

/** The photo before a blurred, frame-filling copy of itself, its edges feathered where they lie inside the frame. */
export function photoOverBlur(
  picture: DecodedPicture,
  placement: Placement,
  frame: Size,
  marginPx: number,
): RgbaPicture {
  const canvas = createCanvas(frame.width + 2 * marginPx, frame.height + 2 * marginPx);
  const context = canvas.getContext('2d');
  const short = Math.min(frame.width, frame.height);
  const cover = coveringPlacement(picture, {
    width: frame.width * enlarged,
    height: frame.height * enlarged,
  });
  context.filter = `blur(${Math.round(short * blurShare)}px)`;
  context.drawImage(
    picture,
    cover.left - (frame.width * (enlarged - 1)) / 2 + marginPx,
    cover.top - (frame.height * (enlarged - 1)) / 2 + marginPx,
    picture.width * cover.scale,
    picture.height * cover.scale,
  );
  context.filter = 'none';
  context.drawImage(feathered(picture, placement, frame, short * featherShare), marginPx, marginPx);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  const drawn = { width: canvas.width, height: canvas.height, data };
  return withEdgesContinued(drawn, { scale: 1, left: 0, top: 0 }, frame, marginPx);
}

function feathered(picture: DecodedPicture, { scale, left, top }: Placement, frame: Size, featherPx: number) {
  const canvas = createCanvas(frame.width, frame.height);
  const context = canvas.getContext('2d');
  context.imageSmoothingQuality = 'high';
  const [width, height] = [picture.width * scale, picture.height * scale];
  context.drawImage(picture, left, top, width, height);
  context.globalCompositeOperation = 'destination-in';
  const fade = (isInside: boolean, fromX: number, fromY: number, toX: number, toY: number) => {
    if (!isInside) return;
    const gradient = context.createLinearGradient(fromX, fromY, toX, toY);
    gradient.addColorStop(0, 'rgba(0,0,0,0)');
    gradient.addColorStop(1, 'rgba(0,0,0,1)');
    context.fillStyle = gradient;
    context.fillRect(0, 0, frame.width, frame.height);
  };
  fade(top > 0, 0, top, 0, top + featherPx);
  fade(top + height < frame.height, 0, top + height, 0, top + height - featherPx);
  fade(left > 0, left, 0, left + featherPx, 0);
  fade(left + width < frame.width, left + width, 0, left + width - featherPx, 0);
  return canvas;
}
