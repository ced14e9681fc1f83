import { setImmediate } from 'node:timers/promises';

/** Where each frame of the reference is heard in the target, and how well the two fit (smaller is better). */
export interface TimeWarp {
  /** For each reference frame the first and the last target frame that it was matched with. */
  readonly first: Int32Array;
  readonly last: Int32Array;
  readonly cost: number;
}

const diagonal = 1;
const referenceOnly = 2;
const targetOnly = 3;
/** A step that lets one side stand still costs more, so that silence is not smeared over speech. */
const stillPenalty = 1.2;
const bandFraction = 0.25;
const narrowestBand = 80;
const rowsPerTurn = 150;

/**
 * Dynamic time warping inside a band around the diagonal. Lets the event loop breathe between batches of rows, since
 * half a minute of speech takes a third of a second.
 */
export async function warpTime(
  reference: readonly Float32Array[],
  target: readonly Float32Array[],
  signal: AbortSignal,
): Promise<TimeWarp> {
  const rows = reference.length;
  const columns = target.length;
  const reach = Math.max(narrowestBand, Math.ceil(Math.max(rows, columns) * bandFraction));
  const width = 2 * reach + 1;
  const steps = new Uint8Array(rows * width);
  let previous = new Float64Array(columns + 1).fill(Number.POSITIVE_INFINITY);
  previous[0] = 0;
  for (let row = 1; row <= rows; row += 1) {
    const centre = Math.round((row * columns) / rows);
    const from = Math.max(1, centre - reach);
    const to = Math.min(columns, centre + reach);
    const current = new Float64Array(columns + 1).fill(Number.POSITIVE_INFINITY);
    const frame = reference[row - 1] as Float32Array;
    for (let column = from; column <= to; column += 1) {
      const distance = distanceOf(frame, target[column - 1] as Float32Array);
      const both = (previous[column - 1] as number) + distance;
      const down = (previous[column] as number) + distance * stillPenalty;
      const across = (current[column - 1] as number) + distance * stillPenalty;
      const cell = (row - 1) * width + (column - centre + reach);
      if (both <= down && both <= across) {
        current[column] = both;
        steps[cell] = diagonal;
      } else if (down <= across) {
        current[column] = down;
        steps[cell] = referenceOnly;
      } else {
        current[column] = across;
        steps[cell] = targetOnly;
      }
    }
    previous = current;
    if (row % rowsPerTurn === 0) {
      await setImmediate();
      signal.throwIfAborted();
    }
  }
  return {
    ...followBack(steps, rows, columns, reach),
    cost: (previous[columns] as number) / (rows + columns),
  };
}

function followBack(
  steps: Uint8Array,
  rows: number,
  columns: number,
  reach: number,
): { first: Int32Array; last: Int32Array } {
  const first = new Int32Array(rows).fill(0);
  const last = new Int32Array(rows).fill(-1);
  let row = rows;
  let column = columns;
  while (row > 0 && column > 0) {
    first[row - 1] = column - 1;
    if (last[row - 1] === -1) last[row - 1] = column - 1;
    const centre = Math.round((row * columns) / rows);
    const step = steps[(row - 1) * (2 * reach + 1) + (column - centre + reach)];
    if (step === diagonal || step === referenceOnly) row -= 1;
    if (step === diagonal || step === targetOnly) column -= 1;
    if (step === 0) break;
  }
  return { first, last };
}

function distanceOf(left: Float32Array, right: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < left.length; index += 1) {
    sum += ((left[index] as number) - (right[index] as number)) ** 2;
  }
  return Math.sqrt(sum);
}
