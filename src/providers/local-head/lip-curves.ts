/** The mouth's opening in its own axes: x along the line between its corners, y across it, pixels. */
export interface LipCurves {
  readonly originX: number;
  readonly originY: number;
  readonly alongX: number;
  readonly alongY: number;
  readonly width: number;
  /** Heights of the lips at `steps + 1` even places. */
  readonly upper: Float32Array;
  readonly lower: Float32Array;
  /** Largest gap. */
  readonly open: number;
}

export interface MouthPlace {
  /** Pixel of the frame. */
  x: number;
  y: number;
  /** From the anchor of the upper teeth, in the mouth's own axes. */
  along: number;
  across: number;
  belowUpperLip: number;
  aboveLowerLip: number;
  /** −1 and 1 at the corners. */
  sideways: number;
}

export const steps = 96;

export function lipCurves(
  x: Float32Array,
  y: Float32Array,
  upperLip: readonly number[],
  lowerLip: readonly number[],
): LipCurves {
  const [left, right] = [upperLip[0] as number, upperLip.at(-1) as number];
  const [originX, originY] = [x[left] as number, y[left] as number];
  const [spanX, spanY] = [(x[right] as number) - originX, (y[right] as number) - originY];
  const width = Math.hypot(spanX, spanY) || 1;
  const [alongX, alongY] = [spanX / width, spanY / width];
  const curve = (chain: readonly number[]) => {
    const points = chain.map((vertex): [number, number] => {
      const [dx, dy] = [(x[vertex] as number) - originX, (y[vertex] as number) - originY];
      return [dx * alongX + dy * alongY, dy * alongX - dx * alongY];
    });
    return heights(points, width);
  };
  const [upper, lower] = [curve(upperLip), curve(lowerLip)];
  let open = 0;
  for (let at = 0; at <= steps; at += 1) open = Math.max(open, (lower[at] as number) - (upper[at] as number));
  return { originX, originY, alongX, alongY, width, upper, lower, open };
}

/** Cubic Hermite through the points with slopes of their neighbours; points are made to go forward. */
function heights(points: [number, number][], width: number): Float32Array {
  for (let at = 1; at < points.length; at += 1) {
    const [point, before] = [points[at] as [number, number], points[at - 1] as [number, number]];
    point[0] = Math.min(width, Math.max(point[0], before[0] + 0.01));
  }
  const slopes = points.map((_, at) => {
    const [before, after] = [points[Math.max(0, at - 1)], points[Math.min(points.length - 1, at + 1)]] as [
      [number, number],
      [number, number],
    ];
    return (after[1] - before[1]) / Math.max(0.02, after[0] - before[0]);
  });
  const result = new Float32Array(steps + 1);
  for (let step = 0, at = 0; step <= steps; step += 1) {
    const place = (width * step) / steps;
    while (at < points.length - 2 && (points[at + 1] as [number, number])[0] < place) at += 1;
    const [from, to] = [points[at] as [number, number], points[at + 1] as [number, number]];
    const length = to[0] - from[0];
    const share = Math.min(1, Math.max(0, (place - from[0]) / length));
    const [square, cube] = [share ** 2, share ** 3];
    result[step] =
      (2 * cube - 3 * square + 1) * from[1] +
      (cube - 2 * square + share) * length * (slopes[at] as number) +
      (3 * square - 2 * cube) * to[1] +
      (cube - square) * length * (slopes[at + 1] as number);
  }
  return result;
}

/** Fills in where a pixel lies in the mouth's axes; returns how much of it is between the lips, 0–1, or −1 beside them. */
export function locate(curves: LipCurves, place: MouthPlace): number {
  const fromX = place.x + 0.5 - curves.originX;
  const fromY = place.y + 0.5 - curves.originY;
  const along = fromX * curves.alongX + fromY * curves.alongY;
  if (along <= 0 || along >= curves.width) return -1;
  const across = fromY * curves.alongX - fromX * curves.alongY;
  const step = (along / curves.width) * steps;
  const at = Math.min(steps - 1, Math.floor(step));
  const share = step - at;
  const stepPx = curves.width / steps;
  const upperSlope = (curves.upper[at + 1] as number) - (curves.upper[at] as number);
  const lowerSlope = (curves.lower[at + 1] as number) - (curves.lower[at] as number);
  place.belowUpperLip = across - (curves.upper[at] as number) - upperSlope * share;
  place.aboveLowerLip = (curves.lower[at] as number) + lowerSlope * share - across;
  place.along = along;
  place.across = across;
  place.sideways = (along / curves.width) * 2 - 1;
  const fromUpper = place.belowUpperLip / Math.hypot(1, upperSlope / stepPx);
  const fromLower = place.aboveLowerLip / Math.hypot(1, lowerSlope / stepPx);
  return Math.max(0, Math.min(1, fromUpper + 0.5)) * Math.max(0, Math.min(1, fromLower + 0.5));
}
