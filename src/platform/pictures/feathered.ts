import { type Canvas, createCanvas } from '@napi-rs/canvas';
import type { DecodedPicture } from './decoded-picture.ts';
import type { Area } from './picture-plan.ts';

/** The picture placed in a frame, fading out along each of its edges that lies inside; nothing around it. */
export function feathered(
  picture: DecodedPicture,
  placed: Area,
  frame: { readonly width: number; readonly height: number },
  featherPx: number,
): Canvas {
  const canvas = createCanvas(frame.width, frame.height);
  const context = canvas.getContext('2d');
  context.imageSmoothingQuality = 'high';
  const { x: left, y: top, width, height } = placed;
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
