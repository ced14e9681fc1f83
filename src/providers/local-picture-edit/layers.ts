import { type Canvas, createCanvas, type Image, loadImage } from '@napi-rs/canvas';

/** A picture taken apart: the person, cut out, before what is behind. */
export interface Layers {
  readonly person: Canvas;
  /** Absent behind a picture that was a cut-out from the start. */
  readonly background?: Canvas;
}

export function canvasOf(image: Image | Canvas): Canvas {
  const canvas = createCanvas(image.width, image.height);
  canvas.getContext('2d').drawImage(image, 0, 0);
  return canvas;
}

export async function readMatte(path: string): Promise<Uint8ClampedArray> {
  const canvas = canvasOf(await loadImage(path));
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  return Uint8ClampedArray.from({ length: data.length / 4 }, (_, i) => data[4 * i] ?? 0);
}

/** Takes an opaque picture apart by its matte; each layer's colours are freed from the other's at the edges. */
export function takenApart(picture: Canvas, matte: Uint8ClampedArray): Layers {
  const edge = Math.max(3, Math.round(picture.width / 180));
  const person = withAlpha(
    cleaned(picture, matte, (value) => value > 240, edge),
    matte,
  );
  const background = cleaned(picture, matte, (value) => value < 8, edge * 4);
  return { person, background };
}

/**
 * The picture with the colours of all but the `pure` pixels taken from pure ones near by, so that a person brings no
 * rim of the old background along, nor leaves one behind.
 */
function cleaned(
  picture: Canvas,
  matte: Uint8ClampedArray,
  pure: (matteValue: number) => boolean,
  reach: number,
): Canvas {
  const { width, height } = picture;
  const own = picture.getContext('2d').getImageData(0, 0, width, height);
  const result = canvasOf(picture);
  const context = result.getContext('2d');
  const onlyPure = withAlpha(
    picture,
    Uint8ClampedArray.from(matte, (value) => (pure(value) ? 255 : 0)),
  );
  // From far to near: where a small blur finds no pure pixel, a larger one does.
  for (const radius of [reach * 16, reach * 4, reach]) {
    context.drawImage(solid(blurred(onlyPure, radius)), 0, 0);
  }
  const near = context.getImageData(0, 0, width, height);
  for (let i = 0; i < matte.length; i++) {
    if (!pure(matte[i] ?? 0)) continue;
    for (let channel = 0; channel < 4; channel++) near.data[4 * i + channel] = own.data[4 * i + channel] ?? 0;
  }
  context.putImageData(near, 0, 0);
  return result;
}

/** Blurs at a smaller size where that can't be seen: a wide blur costs as much as its radius. */
export function blurred(canvas: Canvas, radius: number): Canvas {
  const shrink = Math.max(1, radius / 4);
  const small = createCanvas(Math.ceil(canvas.width / shrink), Math.ceil(canvas.height / shrink));
  const context = small.getContext('2d');
  context.filter = `blur(${radius / shrink}px)`;
  context.imageSmoothingQuality = 'high';
  context.drawImage(canvas, 0, 0, small.width, small.height);
  const result = createCanvas(canvas.width, canvas.height);
  const target = result.getContext('2d');
  target.imageSmoothingQuality = 'high';
  target.drawImage(small, 0, 0, result.width, result.height);
  return result;
}

/** Makes all that has any colour opaque. */
function solid(canvas: Canvas): Canvas {
  const context = canvas.getContext('2d');
  const image = context.getImageData(0, 0, canvas.width, canvas.height);
  for (let i = 3; i < image.data.length; i += 4) image.data[i] = (image.data[i] ?? 0) > 12 ? 255 : 0;
  context.putImageData(image, 0, 0);
  return canvas;
}

function withAlpha(picture: Canvas, alpha: Uint8ClampedArray): Canvas {
  const { width, height } = picture;
  const image = picture.getContext('2d').getImageData(0, 0, width, height);
  for (let i = 0; i < alpha.length; i++) image.data[4 * i + 3] = alpha[i] ?? 0;
  const result = createCanvas(width, height);
  result.getContext('2d').putImageData(image, 0, 0);
  return result;
}

/** Person over background, in a new canvas of the person's size. */
export function together({ person, background }: Layers): Canvas {
  const canvas = createCanvas(person.width, person.height);
  const context = canvas.getContext('2d');
  if (background) context.drawImage(background, 0, 0);
  context.drawImage(person, 0, 0);
  return canvas;
}
