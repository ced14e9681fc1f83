import { pearson, refinedPeak } from './correlation.ts';
import { fourier } from './fourier.ts';

export interface AudioLagReading {
  /** Positive: the sound comes later than in the reference. Resolved to about a tenth of a sample. */
  readonly lagMs: number;
  /** Pearson's r of the two waves at that lag: near 1 for the same sound, lower the more was mixed into it. */
  readonly correlation: number;
}

/**
 * Meter B: how late a sound is against the one it was made from, by cross-correlation of the waves.
 * Both are mono samples of the same rate; lags of up to `maxLagSeconds` either way are looked at.
 */
export function measureAudioLag(
  reference: Float32Array,
  decoded: Float32Array,
  samplesPerSecond: number,
  maxLagSeconds = 1,
): AudioLagReading {
  const reach = Math.round(maxLagSeconds * samplesPerSecond);
  const scores = crossCorrelation(decoded, reference, reach);
  const peak = refinedPeak(scores);
  const lag = Math.round(peak.at) - reach;
  return {
    lagMs: ((peak.at - reach) / samplesPerSecond) * 1000,
    correlation: pearson(decoded, reference, lag),
  };
}

/** Sums of `left[i + lag] · right[i]` for lags from `-reach` to `reach`. */
function crossCorrelation(left: Float32Array, right: Float32Array, reach: number): Float64Array {
  const size = 2 ** Math.ceil(Math.log2(Math.max(left.length, right.length) + reach + 1));
  const leftReal = padded(left, size);
  const leftImaginary = new Float64Array(size);
  const rightReal = padded(right, size);
  const rightImaginary = new Float64Array(size);
  fourier(leftReal, leftImaginary);
  fourier(rightReal, rightImaginary);
  // The product with the conjugate, itself conjugated, so that the forward transform takes it back.
  for (let k = 0; k < size; k += 1) {
    const [a, b] = [leftReal[k] as number, leftImaginary[k] as number];
    const [c, d] = [rightReal[k] as number, rightImaginary[k] as number];
    leftReal[k] = a * c + b * d;
    leftImaginary[k] = a * d - b * c;
  }
  fourier(leftReal, leftImaginary);
  return Float64Array.from({ length: 2 * reach + 1 }, (_, index) => {
    const lag = index - reach;
    return (leftReal[lag < 0 ? lag + size : lag] as number) / size;
  });
}

function padded(samples: Float32Array, size: number): Float64Array {
  const values = new Float64Array(size);
  values.set(samples);
  return values;
}
