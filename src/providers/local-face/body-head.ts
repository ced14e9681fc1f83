import type { Box, Size } from '../../domain/geometry.ts';
import type { Plane } from './plane.ts';

const solid = 0.5;
/** Of the picture: a smaller patch is no person. */
const leastArea = 0.02;
/** Height of a head, hair and all, in its own widths. */
const headHeightInWidths = 1.25;
/** The part of a head that the face takes: from the hair line down, and between the ears. */
const faceOfHead = { down: 0.22, height: 0.74, width: 0.86 } as const;

/** Where the face of a person would be of whom only the shape is known: in the shape's upper end, in the picture's pixels. */
export function bodyHead(probability: Plane, picture: Size): Box | undefined {
  const { width, height } = probability;
  const runs = Array.from({ length: height }, (_, row) => widestRun(probability, row));
  const area = runs.reduce((sum, run) => sum + (run ? run.to - run.from : 0), 0);
  if (area < leastArea * width * height) return undefined;
  const across = picture.width / width;
  const down = picture.height / height;
  const top = runs.findIndex((run) => run !== undefined);
  let sum = 0;
  let middle = 0;
  for (let row = top; row < height; row++) {
    const run = runs[row];
    if (!run) break;
    sum += run.to - run.from;
    middle += ((run.to + run.from) / 2) * (run.to - run.from);
    const headWidth = (sum / (row - top + 1)) * across;
    const headHeight = (row - top + 1) * down;
    if (headHeight < headHeightInWidths * headWidth && row < height - 1) continue;
    const size = { width: headWidth * faceOfHead.width, height: headHeight * faceOfHead.height };
    const centre = (middle / sum) * across;
    return { x: centre - size.width / 2, y: top * down + headHeight * faceOfHead.down, ...size };
  }
  return undefined;
}

interface Run {
  readonly from: number;
  readonly to: number;
}

/** Of a row's stretches of person the longest, unless it is a speck. */
function widestRun({ width, values }: Plane, row: number): Run | undefined {
  let best: Run | undefined;
  for (let x = 0; x < width; x++) {
    if ((values[row * width + x] ?? 0) < solid) continue;
    const from = x;
    while (x < width && (values[row * width + x] ?? 0) >= solid) x++;
    if (!best || x - from > best.to - best.from) best = { from, to: x };
  }
  return best && best.to - best.from > width / 64 ? best : undefined;
}
