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

/** Mean over the (2·radius + 1)² neighbours that lie inside the plane. */
export function boxMean(plane: Plane, radius: number): Plane {
  const across = new Float32Array(plane.values.length);
  const both = new Float32Array(plane.values.length);
  const { width, height, values } = plane;
  for (let y = 0; y < height; y++) meanAlong(values, across, y * width, 1, width, radius);
  for (let x = 0; x < width; x++) meanAlong(across, both, x, width, height, radius);
  return { width, height, values: both };
}

function meanAlong(
  from: Float32Array,
  to: Float32Array,
  start: number,
  stride: number,
  length: number,
  radius: number,
): void {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < Math.min(radius, length); i++, count++) sum += from[start + i * stride] ?? 0;
  for (let i = 0; i < length; i++) {
    if (i + radius < length) {
      sum += from[start + (i + radius) * stride] ?? 0;
      count++;
    }
    if (i - radius > 0) {
      sum -= from[start + (i - radius - 1) * stride] ?? 0;
      count--;
    }
    to[start + i * stride] = sum / count;
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
