import { createCanvas } from '@napi-rs/canvas';
import type { Size } from '../../domain/geometry.ts';
import { ringWidth } from '../../domain/montage/placement.ts';

/** White disc on black: the shape of the circle, with soft edge pixels. */
export function circleMask(diameter: number): Buffer {
  const canvas = createCanvas(diameter, diameter);
  const context = canvas.getContext('2d');
  context.fillStyle = '#000';
  context.fillRect(0, 0, diameter, diameter);
  context.fillStyle = '#fff';
  context.beginPath();
  context.arc(diameter / 2, diameter / 2, diameter / 2 - 0.5, 0, 2 * Math.PI);
  context.fill();
  return canvas.toBuffer('image/png');
}

/** A thin white ring that covers the circle's edge, and a soft shadow around it; clear inside. */
export function circleRing(diameter: number, box: Size): Buffer {
  const canvas = createCanvas(box.width, box.height);
  const context = canvas.getContext('2d');
  const ring = ringWidth(diameter);
  const centre = { x: box.width / 2, y: box.height / 2 };
  const outer = diameter / 2 + ring / 2;
  context.shadowColor = 'rgba(0, 0, 0, 0.45)';
  context.shadowBlur = (box.width - diameter) / 4;
  context.shadowOffsetY = ring;
  context.fillStyle = '#fff';
  disc(context, centre, outer);
  context.shadowColor = 'transparent';
  context.globalCompositeOperation = 'destination-out';
  disc(context, centre, outer - ring);
  return canvas.toBuffer('image/png');
}

const featherShare = 0.07;

/** White that fades to black at its right edge: hides where the head picture cuts a person off. */
export function rightFeather(size: Size): Buffer {
  const canvas = createCanvas(size.width, size.height);
  const context = canvas.getContext('2d');
  const fade = context.createLinearGradient(size.width * (1 - featherShare), 0, size.width, 0);
  fade.addColorStop(0, '#fff');
  fade.addColorStop(1, '#000');
  context.fillStyle = fade;
  context.fillRect(0, 0, size.width, size.height);
  return canvas.toBuffer('image/png');
}

function disc(
  context: ReturnType<ReturnType<typeof createCanvas>['getContext']>,
  centre: { readonly x: number; readonly y: number },
  radius: number,
): void {
  context.beginPath();
  context.arc(centre.x, centre.y, radius, 0, 2 * Math.PI);
  context.fill();
}
