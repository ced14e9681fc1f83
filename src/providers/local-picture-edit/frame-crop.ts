import type { Box, Size } from '../../domain/geometry.ts';

/** Of the face's height: air above the forehead and below the chin that a crop must leave. */
const airAbove = 0.75;
const airBelow = 0.55;
/** Where in the frame the face's middle looks best, from the top. */
const faceLine = 0.42;
const plainZoom = 0.3;

/**
 * The part of the picture that a closer shot shows, in the picture's own shape, round the face; undefined where the
 * face fills the picture already.
 */
export function closerCrop(picture: Size, face: Box | undefined, strength: number): Box | undefined {
  const zoom = 1 + plainZoom * strength;
  const least = face ? (face.height * (1 + airAbove + airBelow)) / picture.height : 0;
  const leastWidth = face ? (face.width * 1.5) / picture.width : 0;
  const fraction = Math.max(1 / zoom, least, leastWidth);
  if (fraction > 0.95) return undefined;
  const width = Math.round(picture.width * fraction);
  const height = Math.round(picture.height * fraction);
  const middleX = face ? face.x + face.width / 2 : picture.width / 2;
  const middleY = face ? face.y + face.height / 2 : picture.height * faceLine;
  const top = face
    ? Math.min(middleY - faceLine * height, face.y - airAbove * face.height)
    : middleY - faceLine * height;
  return {
    x: Math.round(Math.max(0, Math.min(picture.width - width, middleX - width / 2))),
    y: Math.round(Math.max(0, Math.min(picture.height - height, top))),
    width,
    height,
  };
}

/** The size of the person in a wider shot, as a fraction. */
export function widerScale(strength: number): number {
  return 1 / (1 + 0.22 * strength);
}

/** Share of the side columns, from `fromRow` up, in which the person reaches the picture's edge. */
export function touchesSides(matte: Uint8ClampedArray, { width, height }: Size): boolean {
  let touching = 0;
  for (let y = 0; y < height; y++) {
    const row = y * width;
    if ((matte[row + 2] ?? 0) > 128 || (matte[row + width - 3] ?? 0) > 128) touching++;
  }
  return touching > height * 0.02;
}

/** The box round the person: rows and columns in which more than a few pixels belong to them. */
export function personExtent(matte: Uint8ClampedArray, { width, height }: Size): Box | undefined {
  const columns = new Uint32Array(width);
  const rows = new Uint32Array(height);
  for (let i = 0; i < matte.length; i++) {
    if ((matte[i] ?? 0) < 128) continue;
    const x = i % width;
    const y = (i - x) / width;
    columns[x] = (columns[x] ?? 0) + 1;
    rows[y] = (rows[y] ?? 0) + 1;
  }
  const few = Math.max(2, width / 200);
  const isMany = (count: number) => count > few;
  const x = columns.findIndex(isMany);
  const y = rows.findIndex(isMany);
  if (x < 0 || y < 0) return undefined;
  return { x, y, width: columns.findLastIndex(isMany) - x + 1, height: rows.findLastIndex(isMany) - y + 1 };
}
