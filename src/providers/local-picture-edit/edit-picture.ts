import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Canvas, createCanvas, loadImage } from '@napi-rs/canvas';
import type { Box } from '../../domain/geometry.ts';
import { type MediaProblem, mediaProblem } from '../../domain/media/media-problem.ts';
import { AppError } from '../../kernel/errors.ts';
import { touchesSides } from './frame-crop.ts';
import { blurred, canvasOf, type Layers, readMatte, takenApart, together } from './layers.ts';
import { applyLight } from './light-curves.ts';
import { needsMatte, type PictureEdit } from './picture-edits.ts';
import { closer, extended, grounded, mirrored, type Scene, wider } from './scene.ts';

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
  let scene = await sceneOf(job);
  for (const edit of job.edits) scene = await edited(scene, edit, job.platesFolder);
  await writeFile(job.outputPath, together(scene).toBuffer('image/png'));
}

async function sceneOf(job: EditJob): Promise<Scene> {
  const picture = canvasOf(await loadImage(job.picturePath));
  const face = job.face && { face: job.face };
  const alpha = alphaOf(picture);
  if (alpha) return { person: picture, matte: alpha, ...face };
  if (!job.edits.some(needsMatte)) return { person: picture, ...face };
  if (!job.mattePath) {
    throw refused(
      'no-person-found',
      'This edit needs to know where the person is, and no person was found in the picture.',
    );
  }
  const matte = await readMatte(job.mattePath);
  return { ...takenApart(picture, matte), matte, ...face };
}

function alphaOf(picture: Canvas): Uint8ClampedArray | undefined {
  const { data } = picture.getContext('2d').getImageData(0, 0, picture.width, picture.height);
  const alpha = Uint8ClampedArray.from({ length: data.length / 4 }, (_, i) => data[4 * i + 3] ?? 255);
  return alpha.some((value) => value < 250) ? alpha : undefined;
}

async function edited(scene: Scene, edit: PictureEdit, platesFolder: string): Promise<Scene> {
  switch (edit.kind) {
    case 'plate':
      return {
        ...grounded(scene),
        background: await plate(scene.person, join(platesFolder, `${edit.plate}.webp`)),
      };
    case 'plain-background':
      return { ...grounded(scene), background: plain(scene.person, edit.colour) };
    case 'blur-background':
      return { ...scene, background: blurredBackground(backgroundOf(scene), edit.strength) };
    case 'mirror':
      return mirrored(scene);
    case 'closer': {
      const result = closer(scene, edit.strength);
      if (!result)
        throw refused('face-fills-picture', "The face fills the picture already: it can't be shown closer.");
      return result;
    }
    case 'wider':
      if (scene.matte && touchesSides(scene.matte, scene.person)) {
        throw refused(
          'person-at-edge',
          'The person reaches the edge of the picture: a wider shot would show them cut off.',
        );
      }
      return wider(scene, edit.strength);
    case 'brighter':
    case 'darker':
    case 'warmer':
    case 'cooler':
    case 'more-contrast':
    case 'less-contrast':
    case 'more-colour':
    case 'less-colour':
    case 'black-and-white':
      return lit(scene, edit);
  }
}

function lit(scene: Scene, edit: Extract<PictureEdit, { scope: string }>): Scene {
  const targets: (Canvas | undefined)[] = [];
  if (edit.scope !== 'background') targets.push(scene.person);
  if (edit.scope === 'background') targets.push(backgroundOf(scene));
  if (edit.scope === 'picture') targets.push(scene.background);
  for (const layer of targets) {
    if (!layer) continue;
    const context = layer.getContext('2d');
    const image = context.getImageData(0, 0, layer.width, layer.height);
    applyLight(image.data, edit);
    context.putImageData(image, 0, 0);
  }
  return scene;
}

function backgroundOf({ background }: Layers): Canvas {
  if (background) return background;
  throw refused(
    'no-background',
    'This presenter is a cut-out without a background of its own; choose a background first.',
  );
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
  const result = createCanvas(background.width, background.height);
  result.getContext('2d').drawImage(blurred(extended(background, 1, margin), radius), -margin, -margin);
  return result;
}

type EditProblem = Extract<
  MediaProblem,
  'no-person-found' | 'face-fills-picture' | 'person-at-edge' | 'no-background'
>;

function refused(problem: EditProblem, message: string): AppError {
  return new AppError('provider-refused', message, { details: mediaProblem(problem, {}) });
}
