interface Biquad {
  readonly b: readonly [number, number, number];
  readonly a: readonly [number, number];
}

/**
 * Keeps `lowHz`–`highHz` of a signal without moving it in time: Butterworth sections of second order, run forwards and
 * backwards (coefficients: R. Bristow-Johnson, "Audio EQ Cookbook", Q = 1/√2).
 */
export function bandPass(
  signal: Float64Array,
  samplesPerSecond: number,
  lowHz: number,
  highHz: number,
): Float64Array {
  // A second of mirrored signal on both sides lets the filters settle before the signal itself begins.
  const margin = Math.min(signal.length - 1, Math.round(samplesPerSecond));
  const extended = mirrored(signal, margin);
  for (const section of [highPass(lowHz / samplesPerSecond), lowPass(highHz / samplesPerSecond)]) {
    run(section, extended);
    extended.reverse();
    run(section, extended);
    extended.reverse();
  }
  return extended.slice(margin, margin + signal.length);
}

/** Even reflection: the odd one would go on from an open mouth at the edge to one twice as open. */
function mirrored(signal: Float64Array, margin: number): Float64Array {
  const { length } = signal;
  const extended = new Float64Array(length + 2 * margin);
  extended.set(signal, margin);
  for (let step = 1; step <= margin; step += 1) {
    extended[margin - step] = signal[step] ?? 0;
    extended[margin + length - 1 + step] = signal[length - 1 - step] ?? 0;
  }
  return extended;
}

function lowPass(frequency: number): Biquad {
  const { cosine, alpha } = angle(frequency);
  return normalised([(1 - cosine) / 2, 1 - cosine, (1 - cosine) / 2], cosine, alpha);
}

function highPass(frequency: number): Biquad {
  const { cosine, alpha } = angle(frequency);
  return normalised([(1 + cosine) / 2, -(1 + cosine), (1 + cosine) / 2], cosine, alpha);
}

/** `frequency` in cycles a sample. */
function angle(frequency: number): { cosine: number; alpha: number } {
  const omega = 2 * Math.PI * frequency;
  return { cosine: Math.cos(omega), alpha: Math.sin(omega) / Math.SQRT2 };
}

function normalised(b: readonly [number, number, number], cosine: number, alpha: number): Biquad {
  const a0 = 1 + alpha;
  return { b: [b[0] / a0, b[1] / a0, b[2] / a0], a: [(-2 * cosine) / a0, (1 - alpha) / a0] };
}

/** In place, transposed direct form II, as if the first value had stood for ever before. */
function run({ b, a }: Biquad, signal: Float64Array): void {
  const first = signal[0] ?? 0;
  const steady = ((b[0] + b[1] + b[2]) / (1 + a[0] + a[1])) * first;
  let second = b[2] * first - a[1] * steady;
  let state = b[1] * first - a[0] * steady + second;
  for (let index = 0; index < signal.length; index += 1) {
    const input = signal[index] ?? 0;
    const output = b[0] * input + state;
    state = b[1] * input - a[0] * output + second;
    second = b[2] * input - a[1] * output;
    signal[index] = output;
  }
}
