import type { Box } from '../geometry.ts';

export interface TimedBox {
  readonly atSeconds: number;
  readonly box: Box;
}

/** Widths of the smoothing window. A head's size changes slower than its place, and is measured less well. */
const placeSeconds = 0.17;
const sizeSeconds = 0.7;

/**
 * The boxes at `times`, each from a parabola through the samples around it, the nearest weighing most: it smooths
 * without delay, and without cutting the corners of a quick turn as a mean would.
 */
export function smoothBoxes(samples: readonly TimedBox[], times: readonly number[]): Box[] {
  const series = (value: (box: Box) => number, seconds: number) => {
    const points = samples.map(({ atSeconds, box }) => ({ t: atSeconds, value: value(box) }));
    return times.map((time) => localParabola(points, time, seconds));
  };
  const x = series((box) => box.x + box.width / 2, placeSeconds);
  const y = series((box) => box.y + box.height / 2, placeSeconds);
  const width = series((box) => box.width, sizeSeconds);
  const height = series((box) => box.height, sizeSeconds);
  return times.map((_, i) => {
    const size = { width: width[i] ?? 0, height: height[i] ?? 0 };
    return { x: (x[i] ?? 0) - size.width / 2, y: (y[i] ?? 0) - size.height / 2, ...size };
  });
}

interface Sample {
  readonly t: number;
  readonly value: number;
}

/** Too few samples near one another make a parabola of their noise. */
const leastSamples = 4;

/** Weighted least squares of value = a + b·t + c·t² round `time`, read at `time`; beyond the samples the last one holds. */
function localParabola(samples: readonly Sample[], time: number, seconds: number): number {
  const first = samples[0]?.t ?? 0;
  const last = samples.at(-1)?.t ?? 0;
  const at = Math.max(first, Math.min(last, time));
  let window = seconds;
  for (let tries = 0; tries < 6 && within(samples, at, 2 * window) < leastSamples; tries++) window *= 1.5;
  const s = [0, 0, 0, 0, 0];
  const v = [0, 0, 0];
  for (const { t, value } of samples) {
    const offset = (t - at) / window;
    if (Math.abs(offset) > 3) continue;
    let weight = Math.exp((-offset * offset) / 2);
    for (let power = 0; power < 5; power++) {
      s[power] = (s[power] ?? 0) + weight;
      if (power < 3) v[power] = (v[power] ?? 0) + weight * value;
      weight *= offset;
    }
  }
  return constantTerm(s, v);
}

function within(samples: readonly Sample[], at: number, reach: number): number {
  return samples.filter(({ t }) => Math.abs(t - at) <= reach).length;
}

/** The constant term of the fit by Cramer's rule; the weighted mean where the samples describe no parabola. */
function constantTerm(s: readonly number[], v: readonly number[]): number {
  const [s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0] = s;
  const [v0 = 0, v1 = 0, v2 = 0] = v;
  const determinant = s0 * (s2 * s4 - s3 * s3) - s1 * (s1 * s4 - s3 * s2) + s2 * (s1 * s3 - s2 * s2);
  if (Math.abs(determinant) < 1e-6 * s0 ** 3) return s0 > 0 ? v0 / s0 : 0;
  return (v0 * (s2 * s4 - s3 * s3) - s1 * (v1 * s4 - s3 * v2) + s2 * (v1 * s3 - s2 * v2)) / determinant;
}
