import { writeFile } from 'node:fs/promises';
import { createCanvas, loadImage, type SKRSContext2D } from '@napi-rs/canvas';
import type { Box } from '../../domain/geometry.ts';

const maxSide = 1080;
const jpegQuality = 88;

/** A JPEG of the picture with numbered boxes, so that a user sees which faces are meant. */
export async function writePreview(request: {
  readonly picturePath: string;
  readonly boxes: readonly Box[];
  readonly outputPath: string;
}): Promise<null> {
  const image = await loadImage(request.picturePath);
  const scale = Math.min(1, maxSide / Math.max(image.width, image.height));
  const canvas = createCanvas(Math.round(image.width * scale), Math.round(image.height * scale));
  const context = canvas.getContext('2d');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const line = Math.max(3, canvas.width / 180);
  request.boxes.forEach((box, i) => {
    const [x, y, width, height] = [box.x, box.y, box.width, box.height].map((value) => value * scale) as [
      number,
      number,
      number,
      number,
    ];
    context.lineWidth = line * 2;
    context.strokeStyle = 'rgba(0, 0, 0, 0.55)';
    context.strokeRect(x, y, width, height);
    context.lineWidth = line;
    context.strokeStyle = '#ffd400';
    context.strokeRect(x, y, width, height);
    drawDots(context, { x: x + line * 2, y: y + line * 2, radius: line }, i + 1);
  });
  await writeFile(request.outputPath, canvas.toBuffer('image/jpeg', jpegQuality));
  return null;
}

/** As many dots as the box's number: digits would need a font, which not every machine has. */
function drawDots(
  context: SKRSContext2D,
  first: { readonly x: number; readonly y: number; readonly radius: number },
  count: number,
): void {
  for (let dot = 0; dot < count; dot++) {
    context.beginPath();
    context.arc(first.x + dot * first.radius * 3, first.y, first.radius, 0, 2 * Math.PI);
    context.fillStyle = '#ffd400';
    context.fill();
  }
}
