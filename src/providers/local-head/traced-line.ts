import type { RgbaPicture } from './planes.ts';
import type { Vector3 } from './vectors.ts';

export interface TraceOptions {
  /** Where the line is expected, place by place. */
  readonly line: readonly Vector3[];
  /** Unit vector along which the places may shift. */
  readonly direction: Vector3;
  /** Pixels along it. */
  readonly from: number;
  readonly to: number;
  readonly stepPx: number;
  /** How little a place shifted to (x, y) by `offset` looks like the line; pixels of the frame. */
  readonly cost: (x: number, y: number, offset: number, place: number) => number;
  /** Cost per squared pixel between neighbouring places. */
  readonly stiffness: number;
}

/** The smooth line of least cost near the expected one (dynamic programming); the shift of each place in pixels. */
export function traceLine(options: TraceOptions): readonly number[] {
  const { line, direction, from, stepPx } = options;
  const count = Math.max(1, Math.ceil((options.to - from) / stepPx));
  const costs = line.map((point, place) =>
    Array.from({ length: count }, (_, level) => {
      const offset = from + level * stepPx;
      return options.cost(point[0] + direction[0] * offset, point[1] + direction[1] * offset, offset, place);
    }),
  );
  const path = cheapestPath(costs, options.stiffness * stepPx ** 2);
  const offsets = path.map((level) => from + level * stepPx);
  return offsets.map((offset, place) => {
    const [before, after] = [offsets[place - 1] ?? offset, offsets[place + 1] ?? offset];
    return (before + 2 * offset + after) / 4;
  });
}

/** Viterbi: the cost of a place and of the climb to it. */
function cheapestPath(costs: readonly (readonly number[])[], stiffness: number): readonly number[] {
  const from: number[][] = [];
  let totals = [...(costs[0] ?? [])];
  const climb = (origin: number, level: number) =>
    (totals[origin] as number) + stiffness * (origin - level) ** 2;
  for (const column of costs.slice(1)) {
    const origins = column.map((_, level) => {
      let best = level;
      for (
        let origin = Math.max(0, level - 3);
        origin <= Math.min(column.length - 1, level + 3);
        origin += 1
      ) {
        if (climb(origin, level) < climb(best, level)) best = origin;
      }
      return best;
    });
    totals = column.map((cost, level) => cost + climb(origins[level] as number, level));
    from.push(origins);
  }
  let level = totals.indexOf(Math.min(...totals));
  const path = [level];
  for (const origins of from.reverse()) {
    level = origins[level] as number;
    path.unshift(level);
  }
  return path;
}

/** Mean red, green and blue over five pixels along `direction`, `spreadPx` apart; x and y in pixels of the picture. */
export function colourAlong(
  picture: RgbaPicture,
  x: number,
  y: number,
  direction: Vector3,
  spreadPx: number,
): readonly [number, number, number] {
  const sum: [number, number, number] = [0, 0, 0];
  for (let step = -2; step <= 2; step += 1) {
    const column = Math.round(x + direction[0] * spreadPx * step);
    const row = Math.round(y + direction[1] * spreadPx * step);
    const nearColumn = Math.min(picture.width - 1, Math.max(0, column));
    const pixel = (Math.min(picture.height - 1, Math.max(0, row)) * picture.width + nearColumn) * 4;
    for (const channel of [0, 1, 2] as const) sum[channel] += (picture.data[pixel + channel] as number) / 5;
  }
  return sum;
}

export function brightness([red, green, blue]: readonly [number, number, number]): number {
  return red * 0.2126 + green * 0.7152 + blue * 0.0722;
}

/** `count` even places along a chain of points. */
export function evenPlaces(chain: readonly Vector3[], count: number): readonly Vector3[] {
  return Array.from({ length: count }, (_, place) => {
    const exact = (place / (count - 1)) * (chain.length - 1);
    const first = Math.min(chain.length - 2, Math.floor(exact));
    const [from, to] = [chain[first] as Vector3, chain[first + 1] as Vector3];
    const share = exact - first;
    return [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share, 0];
  });
}

export function valueBetween(values: readonly number[], exact: number): number {
  const first = Math.max(0, Math.min(values.length - 2, Math.floor(exact)));
  const [from, to] = [values[first] as number, values[first + 1] as number];
  return from + (to - from) * (exact - first);
}
