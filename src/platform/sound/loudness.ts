/** Second-order filter section with a0 = 1. */
interface Biquad {
  readonly b: readonly [number, number, number];
  readonly a: readonly [number, number];
}

/** K-weighting for 48 kHz: ITU-R BS.1770-4, tables 1 and 2. */
const headShelf: Biquad = {
  b: [1.53512485958697, -2.69169618940638, 1.19839281085285],
  a: [-1.69065929318241, 0.73248077421585],
};
const lowCut: Biquad = { b: [1, -2, 1], a: [-1.99004745483398, 0.99007225036621] };

const blockSamples = 19_200;
const hopSamples = 4_800;
const absoluteGate = -70;
const relativeGate = -10;

/** Integrated loudness of mono samples at 48 kHz in LUFS by BS.1770-4; −Infinity for silence. */
export function integratedLoudness(samples: Float32Array): number {
  const weighted = filtered(filtered(samples, headShelf), lowCut);
  const powers: number[] = [];
  const last = Math.max(0, weighted.length - blockSamples);
  for (let start = 0; start <= last; start += hopSamples) {
    let sum = 0;
    const end = Math.min(weighted.length, start + blockSamples);
    for (let index = start; index < end; index += 1) sum += (weighted[index] ?? 0) ** 2;
    powers.push(sum / Math.max(1, end - start));
  }
  const audible = powers.filter((power) => loudnessOf(power) > absoluteGate);
  const threshold = loudnessOf(mean(audible)) + relativeGate;
  return loudnessOf(mean(audible.filter((power) => loudnessOf(power) > threshold)));
}

function loudnessOf(power: number): number {
  return power > 0 ? -0.691 + 10 * Math.log10(power) : Number.NEGATIVE_INFINITY;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function filtered(samples: Float32Array, { a, b }: Biquad): Float32Array {
  const out = new Float32Array(samples.length);
  let x1 = 0;
  let x2 = 0;
  let y1 = 0;
  let y2 = 0;
  for (let index = 0; index < samples.length; index += 1) {
    const x = samples[index] ?? 0;
    const y = b[0] * x + b[1] * x1 + b[2] * x2 - a[0] * y1 - a[1] * y2;
    x2 = x1;
    x1 = x;
    y2 = y1;
    y1 = y;
    out[index] = y;
  }
  return out;
}
