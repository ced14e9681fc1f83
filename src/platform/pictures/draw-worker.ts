import { writeFile } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { type Canvas, createCanvas, GlobalFonts, loadImage, type SKRSContext2D } from '@napi-rs/canvas';
import { feathered } from './feathered.ts';
import type { Area, PictureLayer, PicturePlan } from './picture-plan.ts';

type Layer<Kind extends PictureLayer['draw']> = Extract<PictureLayer, { draw: Kind }>;

const places = { over: 'source-over', under: 'destination-over', inside: 'source-in' } as const;

async function draw(plan: PicturePlan): Promise<void> {
  for (const { path, family } of plan.fonts) GlobalFonts.registerFromPath(path, family);
  const canvas = createCanvas(plan.width, plan.height);
  const context = canvas.getContext('2d');
  context.imageSmoothingQuality = 'high';
  for (const layer of plan.layers) {
    context.save();
    if (layer.draw === 'image') await drawImage(context, layer);
    else if (layer.draw === 'fill') drawFill(context, layer);
    else drawText(context, layer);
    context.restore();
  }
  await writeFile(plan.output.path, encode(canvas, plan.output));
}

function encode(canvas: Canvas, { format, quality }: PicturePlan['output']): Buffer {
  return format === 'png' ? canvas.toBuffer('image/png') : canvas.toBuffer('image/jpeg', quality ?? 88);
}

async function drawImage(context: SKRSContext2D, layer: Layer<'image'>): Promise<void> {
  const image = await loadImage(layer.path);
  const { target } = layer;
  const source = layer.source ?? { x: 0, y: 0, width: image.width, height: image.height };
  context.globalAlpha = layer.opacity ?? 1;
  if (layer.featherPx !== undefined) {
    context.drawImage(feathered(image, target, context.canvas, layer.featherPx), 0, 0);
    return;
  }
  if (layer.blurPx !== undefined) context.filter = `blur(${layer.blurPx}px)`;
  outline(context, target, layer.cornerRadius);
  context.clip();
  context.drawImage(
    image,
    ...([source.x, source.y, source.width, source.height] as const),
    ...([target.x, target.y, target.width, target.height] as const),
  );
}

function drawFill(context: SKRSContext2D, layer: Layer<'fill'>): void {
  const { colours, target } = layer;
  context.globalCompositeOperation = places[layer.place ?? 'over'];
  const gradient = context.createLinearGradient(0, target.y, 0, target.y + target.height);
  colours.forEach((colour, index) => {
    gradient.addColorStop(index / Math.max(1, colours.length - 1), colour);
  });
  context.fillStyle = colours.length > 1 ? gradient : colours[0];
  outline(context, target, layer.cornerRadius);
  context.fill();
}

function outline(context: SKRSContext2D, area: Area, cornerRadius = 0): void {
  context.beginPath();
  context.roundRect(area.x, area.y, area.width, area.height, cornerRadius);
}

function drawText(context: SKRSContext2D, layer: Layer<'text'>): void {
  const fontOf = (size: number) => `${size}px "${layer.family}"`;
  context.font = fontOf(layer.size);
  const { width } = context.measureText(layer.text);
  if (width > layer.maxWidth) context.font = fontOf((layer.size * layer.maxWidth) / width);
  context.textAlign = layer.align === 'middle' ? 'center' : 'left';
  context.textBaseline = 'alphabetic';
  // Centred by its capitals: descenders would lift one name above another.
  const { actualBoundingBoxAscent } = context.measureText('H');
  if (layer.shadow !== undefined) {
    context.shadowColor = layer.shadow;
    context.shadowBlur = layer.size / 4;
  }
  context.fillStyle = layer.colour;
  context.fillText(layer.text, layer.x, layer.y + actualBoundingBoxAscent / 2);
}

draw(workerData as PicturePlan).then(
  () => parentPort?.postMessage({}),
  (error: unknown) =>
    parentPort?.postMessage({ error: error instanceof Error ? error.message : String(error) }),
);
