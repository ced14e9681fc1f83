import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Canvas, createCanvas, loadImage } from '@napi-rs/canvas';
import type { Box } from '../../domain/geometry.ts';
import { AppError } from '../../kernel/errors.ts';
import { closerCrop, touchesSides, widerScale } from './frame-crop.ts';
import { blurred, canvasOf, type Layers, readMatte, takenApart, together } from './layers.ts';
import { applyLight, type LightEdit } from './light-curves.ts';
import type { PictureEdit } from './picture-edits.ts';

export interface EditJob {
  readonly picturePath: string;
  readonly edits: readonly PictureEdit[];
  /** Of the picture's size; needed by edits that tell person and background apart, unless the picture has alpha. */
  readonly mattePath?: string;
  readonly face?: Box;
  readonly platesFolder: string;
  readonly outputPath: string;
}

/** Of the picture's width, when said plainly. */
const backgroundBlur = 1 / 60;

/** Performs the edits one after another and writes a PNG. Throws `provider-refused` where one can't be done. */
export async function editPicture(job: EditJob): Promise<void> {
  const picture = canvasOf(await loadImage(job.picturePath));
  const alpha = alphaOf(picture);
  const matte = alpha ?? (job.mattePath ? await readMatte(job.mattePath) : undefined);
  const isWhole = alpha !== undefined || !needsLayers(job.edits);
  let layers: Layers = isWhole ? { person: picture } : apart(picture, matte);
  for (const edit of job.edits) layers = await edited(layers, edit, job, matte);
  await writeFile(job.outputPath, together(layers).toBuffer('image/png'));
}

function needsLayers(edits: readonly PictureEdit[]): boolean {
  return edits.some((edit) => {
    const isScoped = 'scope' in edit && edit.scope !== 'picture';
    return isScoped || ['plate', 'plain-background', 'blur-background', 'wider'].includes(edit.kind);
  });
}

function alphaOf(picture: Canvas): Uint8ClampedArray | undefined {
  const { data } = picture.getContext('2d').getImageData(0, 0, picture.width, picture.height);
  const alpha = Uint8ClampedArray.from({ length: data.length / 4 }, (_, i) => data[4 * i + 3] ?? 255);
  return alpha.some((value) => value < 250) ? alpha : undefined;
}

function apart(picture: Canvas, matte: Uint8ClampedArray | undefined): Layers {
  if (matte) return takenApart(picture, matte);
  throw refused('This edit needs to know where the person is, and no person was found in the picture.');
}

async function edited(
  layers: Layers,
  edit: PictureEdit,
  job: EditJob,
  matte: Uint8ClampedArray | undefined,
): Promise<Layers> {
  switch (edit.kind) {
    case 'plate':
      return {
        ...layers,
        background: await plate(layers.person, join(job.platesFolder, `${edit.plate}.webp`)),
      };
    case 'plain-background':
      return { ...layers, background: plain(layers.person, edit.colour) };
    case 'blur-background':
      return { ...layers, background: blurredBackground(backgroundOf(layers), edit.strength) };
    case 'mirror':
      return eachLayer(layers, mirrored);
    case 'closer':
      return closer(layers, edit.strength, job);
    case 'wider':
      return wider(layers, edit.strength, matte);
    case 'brighter':
    case 'darker':
    case 'warmer':
    case 'cooler':
    case 'more-contrast':
    case 'less-contrast':
    case 'more-colour':
    case 'less-colour':
    case 'black-and-white':
      return lit(layers, edit);
  }
}

function lit(layers: Layers, edit: Extract<PictureEdit, { scope: string }>): Layers {
  if (edit.scope === 'person') return { ...layers, person: withLight(layers.person, edit) };
  if (edit.scope === 'background') return { ...layers, background: withLight(backgroundOf(layers), edit) };
  return eachLayer(layers, (layer) => withLight(layer, edit));
}

function withLight(layer: Canvas, edit: LightEdit): Canvas {
  const context = layer.getContext('2d');
  const image = context.getImageData(0, 0, layer.width, layer.height);
  applyLight(image.data, [edit]);
  context.putImageData(image, 0, 0);
  return layer;
}

function backgroundOf({ background }: Layers): Canvas {
  if (background) return background;
  throw refused('This presenter is a cut-out without a background of its own; choose a background first.');
}

function eachLayer({ person, background }: Layers, change: (layer: Canvas) => Canvas): Layers {
  return { person: change(person), ...(background && { background: change(background) }) };
}

/** The plate fills the picture; what is too much is cut off evenly. */
async function plate(person: Canvas, path: string): Promise<Canvas> {
  const image = await loadImage(path);
  const canvas = createCanvas(person.width, person.height);
  const scale = Math.max(canvas.width / image.width, canvas.height / image.height);
  const [width, height] = [image.width * scale, image.height * scale];
  const context = canvas.getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, (canvas.width - width) / 2, (canvas.height - height) / 2, width, height);
  return canvas;
}

function plain(person: Canvas, colour: string): Canvas {
  const canvas = createCanvas(person.width, person.height);
  const context = canvas.getContext('2d');
  context.fillStyle = colour;
  context.fillRect(0, 0, canvas.width, canvas.height);
  return canvas;
}

/** Mirrored margins keep the blur from fading to nothing at the picture's edges. */
function blurredBackground(background: Canvas, strength: number): Canvas {
  const radius = background.width * backgroundBlur * strength;
  const margin = Math.ceil(radius * 3);
  const padded = extended(background, 1, margin);
  const result = createCanvas(background.width, background.height);
  result.getContext('2d').drawImage(blurred(padded, radius), -margin, -margin);
  return result;
}

function mirrored(layer: Canvas): Canvas {
  const canvas = createCanvas(layer.width, layer.height);
  const context = canvas.getContext('2d');
  context.translate(layer.width, 0);
  context.scale(-1, 1);
  context.drawImage(layer, 0, 0);
  return canvas;
}

function closer(layers: Layers, strength: number, job: EditJob): Layers {
  const isMirrored = job.edits.some(({ kind }) => kind === 'mirror');
  const { width } = layers.person;
  const face = job.face && isMirrored ? { ...job.face, x: width - job.face.x - job.face.width } : job.face;
  const crop = closerCrop(layers.person, face, strength);
  if (!crop) throw refused("The face fills the picture already: it can't be shown closer.");
  return eachLayer(layers, (layer) => {
    const canvas = createCanvas(crop.width, crop.height);
    canvas.getContext('2d').drawImage(layer, -crop.x, -crop.y);
    return canvas;
  });
}

/** The person gets smaller and stays at the bottom; the background goes on beyond its edges, mirrored and blurred. */
function wider(layers: Layers, strength: number, matte: Uint8ClampedArray | undefined): Layers {
  const { width, height } = layers.person;
  if (matte && touchesSides(matte, { width, height })) {
    throw refused('The person reaches the edge of the picture: a wider shot would show them cut off.');
  }
  const scale = widerScale(strength);
  const person = createCanvas(width, height);
  const context = person.getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.drawImage(
    layers.person,
    (width * (1 - scale)) / 2,
    height * (1 - scale),
    width * scale,
    height * scale,
  );
  if (!layers.background) return { person };
  const margin = Math.ceil(height * (1 - scale));
  const around = extended(layers.background, scale, margin);
  const background = createCanvas(width, height);
  const left = (width * (1 - scale)) / 2 - margin;
  background.getContext('2d').drawImage(around, left, height * (1 - scale) - margin);
  return { person, background };
}

/** The layer scaled, with `margin` pixels of its mirror picture on each side. */
function extended(layer: Canvas, scale: number, margin: number): Canvas {
  const width = Math.round(layer.width * scale);
  const height = Math.round(layer.height * scale);
  const canvas = createCanvas(width + 2 * margin, height + 2 * margin);
  const context = canvas.getContext('2d');
  context.imageSmoothingQuality = 'high';
  for (const column of [-1, 0, 1]) {
    for (const row of [-1, 0, 1]) {
      context.save();
      context.translate(margin + column * width, margin + row * height);
      if (column !== 0) context.transform(-1, 0, 0, 1, width, 0);
      if (row !== 0) context.transform(1, 0, 0, -1, 0, height);
      context.drawImage(layer, 0, 0, width, height);
      context.restore();
    }
  }
  return canvas;
}

function refused(message: string): AppError {
  return new AppError('provider-refused', message);
}
