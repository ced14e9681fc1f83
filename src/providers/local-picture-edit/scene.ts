import { type Canvas, createCanvas } from '@napi-rs/canvas';
import type { Box } from '../../domain/geometry.ts';
import { closerCrop, personExtent, widerScale } from './frame-crop.ts';
import { blurred, type Layers } from './layers.ts';

/** The layers with what is known of the person in them, in pixels of the picture as it is now. */
export interface Scene extends Layers {
  readonly face?: Box;
  /** Of the picture as it came; only edits of the shape outdate it, and those come last. */
  readonly matte?: Uint8ClampedArray;
}

interface Placement {
  readonly scale: number;
  readonly left: number;
  readonly top: number;
}

/** Where the head of a person who was moved to the picture's bottom should be, from the top of the picture. */
const headLine = 0.2;
const maxEnlargement = 1.8;

/**
 * A person whom something in front of them cut off (a table, a counter) would float before a new background: they are
 * moved down to the picture's bottom, and enlarged so that the head is where one expects it.
 */
export function grounded(scene: Scene): Scene {
  const { width, height } = scene.person;
  const extent = scene.matte && personExtent(scene.matte, { width, height });
  if (!extent || extent.y + extent.height > height * 0.985) return scene;
  // The last rows are the soft edge to whatever hid the rest.
  const bottom = extent.y + extent.height - Math.round(height * 0.006);
  const wanted = (height * (1 - headLine)) / (bottom - extent.y);
  const scale = Math.max(1, Math.min(maxEnlargement, wanted, (width * 0.96) / extent.width));
  const middle = extent.x + extent.width / 2;
  const left = Math.max(width - width * scale, Math.min(0, width / 2 - middle * scale));
  return withPerson(scene, { scale, left, top: height - bottom * scale });
}

export function mirrored(scene: Scene): Scene {
  const { width } = scene.person;
  const flip = (layer: Canvas): Canvas => {
    const canvas = createCanvas(layer.width, layer.height);
    const context = canvas.getContext('2d');
    context.translate(layer.width, 0);
    context.scale(-1, 1);
    context.drawImage(layer, 0, 0);
    return canvas;
  };
  const face = scene.face && { ...scene.face, x: width - scene.face.x - scene.face.width };
  return { ...eachLayer(scene, flip), ...(face && { face }) };
}

/** Undefined where the face fills the picture already. */
export function closer(scene: Scene, strength: number): Scene | undefined {
  const crop = closerCrop(scene.person, scene.face, strength);
  if (!crop) return undefined;
  return eachLayer(scene, (layer) => {
    const canvas = createCanvas(crop.width, crop.height);
    canvas.getContext('2d').drawImage(layer, -crop.x, -crop.y);
    return canvas;
  });
}

/** The person gets smaller and stays at the bottom; the background goes on beyond its edges, mirrored and blurred. */
export function wider(scene: Scene, strength: number): Scene {
  const { width, height } = scene.person;
  const scale = widerScale(strength);
  const left = (width * (1 - scale)) / 2;
  const top = height * (1 - scale);
  const moved = withPerson(scene, { scale, left, top });
  if (!scene.background) return moved;
  const margin = Math.ceil(Math.max(left, top) + width / 10);
  const background = createCanvas(width, height);
  const context = background.getContext('2d');
  const around = blurred(extended(scene.background, scale, margin), width / 30);
  context.drawImage(around, left - margin, top - margin);
  context.drawImage(withSoftEdges(scene.background, scale, width / 14), left, top);
  return { ...moved, background };
}

function withPerson(scene: Scene, { scale, left, top }: Placement): Scene {
  const { width, height } = scene.person;
  const person = createCanvas(width, height);
  const context = person.getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.drawImage(scene.person, left, top, width * scale, height * scale);
  const { face } = scene;
  const movedFace = face && {
    x: face.x * scale + left,
    y: face.y * scale + top,
    width: face.width * scale,
    height: face.height * scale,
  };
  return { ...scene, person, ...(movedFace && { face: movedFace }) };
}

/** Fades out towards left, right and top, so that it goes over into what lies beneath. */
function withSoftEdges(layer: Canvas, scale: number, fade: number): Canvas {
  const canvas = createCanvas(Math.round(layer.width * scale), Math.round(layer.height * scale));
  const context = canvas.getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.drawImage(layer, 0, 0, canvas.width, canvas.height);
  context.globalCompositeOperation = 'destination-in';
  const edges: readonly (readonly [number, number, number, number])[] = [
    [0, 0, fade, 0],
    [canvas.width, 0, canvas.width - fade, 0],
    [0, 0, 0, fade],
  ];
  for (const edge of edges) {
    const gradient = context.createLinearGradient(...edge);
    gradient.addColorStop(0, 'rgba(0, 0, 0, 0)');
    gradient.addColorStop(1, 'rgba(0, 0, 0, 1)');
    context.fillStyle = gradient;
    context.fillRect(0, 0, canvas.width, canvas.height);
  }
  return canvas;
}

function eachLayer(scene: Scene, change: (layer: Canvas) => Canvas): Scene {
  const { background } = scene;
  return { ...scene, person: change(scene.person), ...(background && { background: change(background) }) };
}

/** The layer scaled, with `margin` pixels of its mirror picture on each side. */
export function extended(layer: Canvas, scale: number, margin: number): Canvas {
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
