import { createCanvas } from '@napi-rs/canvas';
import type { Box, Point, Size } from '../../domain/geometry.ts';
import type { BustEdge } from '../../domain/montage/bust-edge.ts';
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

/** Enough to hide the steps of the coarser matte beside it. */
const bustEdgeBlur = 1;

/** White with black beyond the outline of a bust: replaces the straight line at which the head picture ends. */
export function bustMask({ crop, at }: { readonly crop: Box; readonly at: Box }, edge: BustEdge): Buffer {
  const canvas = createCanvas(at.width, at.height);
  const context = canvas.getContext('2d');
  const x = (point: Point) => ((point.x - crop.x) * at.width) / crop.width;
  const y = (point: Point) => ((point.y - crop.y) * at.height) / crop.height;
  const beyond = 8;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, at.width, at.height);
  context.filter = `blur(${bustEdgeBlur}px)`;
  context.fillStyle = '#000';
  context.beginPath();
  context.moveTo(at.width + beyond, y(edge.shoulder));
  context.lineTo(x(edge.shoulder), y(edge.shoulder));
  context.quadraticCurveTo(x(edge.shoulderControl), y(edge.shoulderControl), x(edge.arm), y(edge.arm));
  context.quadraticCurveTo(x(edge.armControl), y(edge.armControl), x(edge.foot), y(edge.foot));
  context.lineTo(x(edge.foot), at.height + beyond);
  context.lineTo(at.width + beyond, at.height + beyond);
  context.closePath();
  context.fill();
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
