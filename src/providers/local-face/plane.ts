/** One value a pixel, row by row. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
}

export function planeOf(width: number, height: number, value: (index: number) => number): Plane {
  const values = new Float32Array(width * height);
  for (let i = 0; i < values.length; i++) values[i] = value(i);
  return { width, height, values };
}

/**
 * Mean over the (2·radius + 1)² neighbours that lie inside the plane; `both` is filled with it, and may be the plane's
 * own.
 */
export function boxMean(
  { width, height, values }: Plane,
  radius: number,
  both: Float32Array = new Float32Array(values.length),
): Plane {
  const across = scratchOf(values.length);
  for (let y = 0; y < height; y++) meansOfRow(values, across, y * width, width, radius);
  meansOfColumns(across, both, width, height, radius);
  return { width, height, values: both };
}

let scratch = new Float32Array(0);

/** Video asks for a hundred of these a frame, and what is allocated must be collected. */
function scratchOf(length: number): Float32Array {
  if (scratch.length < length) scratch = new Float32Array(length);
  return scratch;
}

function meansOfRow(
  from: Float32Array,
  to: Float32Array,
  start: number,
  length: number,
  radius: number,
): void {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < Math.min(radius, length); i++, count++) sum += from[start + i] ?? 0;
  for (let i = 0; i < length; i++) {
    if (i + radius < length) {
      sum += from[start + i + radius] ?? 0;
      count++;
    }
    if (i - radius > 0) {
      sum -= from[start + i - radius - 1] ?? 0;
      count--;
    }
    to[start + i] = sum / count;
  }
}

/** All columns side by side, row after row: memory is read in its order. */
function meansOfColumns(
  from: Float32Array,
  to: Float32Array,
  width: number,
  height: number,
  radius: number,
): void {
  const sums = new Float64Array(width);
  const add = (row: number, sign: 1 | -1) => {
    for (let x = 0, at = row * width; x < width; x++, at++) sums[x] = (sums[x] ?? 0) + sign * (from[at] ?? 0);
  };
  let count = Math.min(radius, height);
  for (let row = 0; row < count; row++) add(row, 1);
  for (let y = 0, at = 0; y < height; y++) {
    if (y + radius < height) {
      add(y + radius, 1);
      count++;
    }
    if (y - radius > 0) {
      add(y - radius - 1, -1);
      count--;
    }
    for (let x = 0; x < width; x++, at++) to[at] = (sums[x] ?? 0) / count;
  }
}

/** Bilinear; pixel centres are at half coordinates in both planes. */
export function resized(plane: Plane, width: number, height: number): Plane {
  const values = new Float32Array(width * height);
  const row = resizedRows(plane, width, height);
  for (let y = 0; y < height; y++) values.set(row(y), y * width);
  return { width, height, values };
}

/** The resized plane row by row, without holding it: the answer is overwritten by the next call. */
export function resizedRows(plane: Plane, width: number, height: number): (y: number) => Float32Array {
  const columns = samplePositions(width, plane.width);
  const rows = samplePositions(height, plane.height);
  const values = new Float32Array(width);
  return (y) => {
    const top = (rows.low[y] ?? 0) * plane.width;
    const bottom = (rows.high[y] ?? 0) * plane.width;
    const fy = rows.part[y] ?? 0;
    for (let x = 0; x < width; x++) {
      const left = columns.low[x] ?? 0;
      const right = columns.high[x] ?? 0;
      const fx = columns.part[x] ?? 0;
      const above = (plane.values[top + left] ?? 0) * (1 - fx) + (plane.values[top + right] ?? 0) * fx;
      const below = (plane.values[bottom + left] ?? 0) * (1 - fx) + (plane.values[bottom + right] ?? 0) * fx;
      values[x] = above * (1 - fy) + below * fy;
    }
    return values;
  };
}

interface SamplePositions {
  readonly low: Int32Array;
  readonly high: Int32Array;
  readonly part: Float32Array;
}

function samplePositions(outputLength: number, inputLength: number): SamplePositions {
  const low = new Int32Array(outputLength);
  const high = new Int32Array(outputLength);
  const part = new Float32Array(outputLength);
  for (let i = 0; i < outputLength; i++) {
    const position = Math.max(0, Math.min(inputLength - 1, ((i + 0.5) * inputLength) / outputLength - 0.5));
    low[i] = Math.floor(position);
    high[i] = Math.min(inputLength - 1, Math.floor(position) + 1);
    part[i] = position - Math.floor(position);
  }
  return { low, high, part };
}

/** Linear ramp from 0 at `from` to 1 at `to` with eased ends. */
export function smoothstep(from: number, to: number, value: number): number {
  const t = Math.max(0, Math.min(1, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
}
