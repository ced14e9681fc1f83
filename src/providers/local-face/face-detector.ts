import type { GraphModel } from '@tensorflow/tfjs-converter';
import type { Box, Point, Size } from '../../domain/geometry.ts';
import { runModel } from './models.ts';
import { type Pyramid, type Square, sampleSquare, toPicture } from './sample-picture.ts';

export interface Detection {
  readonly box: Box;
  readonly leftEye: Point;
  readonly rightEye: Point;
  /** 0–1 */
  readonly score: number;
}

const inputSide = 256;
const valuesPerBox = 16;
/** BlazeFace's back-camera model: two boxes at each cell of 16 pixels, six at each cell of 32. */
const layers = [
  { cells: 16, perCell: 2, scores: 'Identity', boxes: 'Identity_2' },
  { cells: 8, perCell: 6, scores: 'Identity_1', boxes: 'Identity_3' },
] as const;
/** Low on purpose: the mesh model has the last word on whether this is a face. */
const minScore = 0.35;
const sameFaceOverlap = 0.3;

/**
 * The squares to look at, coarse ones first: the detector sees 256² pixels and misses faces smaller than a tenth of
 * its square, so the whole picture is followed by overlapping squares of its shorter side and of parts of that.
 */
export function detectionLevels(picture: Size): readonly (readonly Square[])[] {
  const longer = Math.max(picture.width, picture.height);
  const shorter = Math.min(picture.width, picture.height);
  const sides = [longer];
  if (shorter < longer * 0.85) sides.push(shorter);
  for (let side = shorter / 1.9; side >= smallestWindow && longer / side <= 5; side /= 1.9) sides.push(side);
  return sides.map((side) => squaresOfSide(picture, side));
}

const smallestWindow = 400;
const windowOverlap = 0.33;

function squaresOfSide(size: Size, side: number): Square[] {
  const centres = (length: number): number[] => {
    if (length <= side) return [length / 2];
    const count = Math.ceil((length - side) / (side * (1 - windowOverlap))) + 1;
    return Array.from({ length: count }, (_, i) => side / 2 + ((length - side) * i) / (count - 1));
  };
  return centres(size.height).flatMap((y) =>
    centres(size.width).map((x) => ({ centre: { x, y }, side, angle: 0 })),
  );
}

/** Faces in one square, the surest first. */
export function detectInSquare(model: GraphModel, picture: Pyramid, square: Square): Detection[] {
  const rgb = sampleSquare(picture, square, inputSide);
  for (let i = 0; i < rgb.length; i++) rgb[i] = (rgb[i] ?? 0) / 127.5 - 1;
  const outputs = runModel(model, rgb, inputSide);
  const found = layers.flatMap((layer) => {
    const scores = outputs.get(layer.scores);
    const boxes = outputs.get(layer.boxes);
    if (!scores || !boxes) throw new Error(`The face detector lacks its output ${layer.boxes}.`);
    return decodeLayer(layer, scores, boxes, square);
  });
  return withoutDuplicates(found);
}

function decodeLayer(
  layer: { readonly cells: number; readonly perCell: number },
  scores: Float32Array,
  boxes: Float32Array,
  square: Square,
): Detection[] {
  const found: Detection[] = [];
  const cellSide = inputSide / layer.cells;
  const scale = square.side / inputSide;
  scores.forEach((logit, index) => {
    const score = 1 / (1 + Math.exp(-logit));
    if (score < minScore) return;
    const cell = Math.floor(index / layer.perCell);
    const anchorX = ((cell % layer.cells) + 0.5) * cellSide;
    const anchorY = (Math.floor(cell / layer.cells) + 0.5) * cellSide;
    const value = (offset: number) => boxes[index * valuesPerBox + offset] ?? 0;
    const point = (offset: number): Point =>
      toPicture(square, inputSide, anchorX + value(offset), anchorY + value(offset + 1));
    const centre = point(0);
    const width = value(2) * scale;
    const height = value(3) * scale;
    found.push({
      box: { x: centre.x - width / 2, y: centre.y - height / 2, width, height },
      leftEye: point(4),
      rightEye: point(6),
      score,
    });
  });
  return found;
}

/** Keeps the surest of boxes that share most of their area. */
export function withoutDuplicates(found: readonly Detection[]): Detection[] {
  const kept: Detection[] = [];
  for (const detection of found.toSorted((a, b) => b.score - a.score)) {
    if (!kept.some((other) => overlap(other.box, detection.box) > sameFaceOverlap)) kept.push(detection);
  }
  return kept;
}

/** Shared area over the smaller box's: a face inside another's box is the same face seen in another window. */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  return (width * height) / Math.min(a.width * a.height, b.width * b.height);
}
