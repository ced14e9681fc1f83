import type { Box, Size } from '../../domain/geometry.ts';
import type { Plane } from './plane.ts';

const solid = 0.4;
/** Of the person's box: room for the next frames' movement, and for the model to see what is beside the person. */
const margin = 0.14;
const leastMargin = 0.03;
/** A region this much larger than it need be wastes the model's pixels. */
const mostWaste = 1.7;

/** The person's box with some air, in pixels of the picture, from a plane over the whole of it. */
export function regionOfPerson(probability: Plane, picture: Size): Box {
  const { width, height, values } = probability;
  const columns = new Uint32Array(width);
  const rows = new Uint32Array(height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if ((values[i] ?? 0) < solid) continue;
      columns[x] = (columns[x] ?? 0) + 1;
      rows[y] = (rows[y] ?? 0) + 1;
    }
  }
  const across = extent(columns, height / 100);
  const down = extent(rows, width / 100);
  // Nobody was found: everywhere, since somebody may come.
  if (!across || !down) return { x: 0, y: 0, width: picture.width, height: picture.height };
  const scaleX = picture.width / width;
  const scaleY = picture.height / height;
  return {
    x: across.from * scaleX,
    y: down.from * scaleY,
    width: (across.to - across.from) * scaleX,
    height: (down.to - down.from) * scaleY,
  };
}

function extent(counts: Uint32Array, least: number): { from: number; to: number } | undefined {
  const from = counts.findIndex((count) => count > least);
  const to = counts.findLastIndex((count) => count > least) + 1;
  return from < 0 ? undefined : { from, to };
}

/**
 * The region to look at in the next frame: the old one while it still serves, since each new one makes the model see edges a
 * little otherwise.
 */
export function keptRegion(old: Box | undefined, person: Box, picture: Size): Box {
  const wanted = widened(person, margin, picture);
  if (!old) return wanted;
  const needed = widened(person, leastMargin, picture);
  const holds =
    old.x <= needed.x + 1 &&
    old.y <= needed.y + 1 &&
    old.x + old.width >= needed.x + needed.width - 1 &&
    old.y + old.height >= needed.y + needed.height - 1;
  const isTight = old.width * old.height <= mostWaste * wanted.width * wanted.height;
  return holds && isTight ? old : wanted;
}

function widened(box: Box, by: number, picture: Size): Box {
  const room = by * Math.max(box.width, box.height);
  const x = Math.max(0, box.x - room);
  const y = Math.max(0, box.y - room);
  return {
    x,
    y,
    width: Math.min(picture.width, box.x + box.width + room) - x,
    height: Math.min(picture.height, box.y + box.height + room) - y,
  };
}
