export interface CurvePoint {
  /** Index into the values. */
  readonly at: number;
  readonly value: number;
}

/** The values as straight lines between as few of them as serve (Ramer–Douglas–Peucker); none is off by more. */
export function straightLines(values: readonly number[], tolerance: number): CurvePoint[] {
  if (values.length === 0) return [];
  const last = values.length - 1;
  const kept = new Set([0, last]);
  const spans: [number, number][] = [[0, last]];
  for (let span = spans.pop(); span; span = spans.pop()) {
    const corner = farthestOff(values, span, tolerance);
    if (corner === undefined) continue;
    kept.add(corner);
    spans.push([span[0], corner], [corner, span[1]]);
  }
  return [...kept].toSorted((a, b) => a - b).map((at) => ({ at, value: values[at] ?? 0 }));
}

function farthestOff(
  values: readonly number[],
  [from, to]: readonly [number, number],
  tolerance: number,
): number | undefined {
  const [start, end] = [values[from] ?? 0, values[to] ?? 0];
  let farthest: number | undefined;
  let most = tolerance;
  for (let at = from + 1; at < to; at++) {
    const onLine = start + ((end - start) * (at - from)) / (to - from);
    const off = Math.abs((values[at] ?? 0) - onLine);
    if (off > most) [farthest, most] = [at, off];
  }
  return farthest;
}
