import { fft } from './fft.ts';

/** Samples per second that the features are made for. */
export const featureRate = 16_000;
/** Seconds from one frame to the next. */
export const frameSeconds = 0.01;

const fftSize = 512;
const hopSamples = featureRate * frameSeconds;
const windowSamples = 400;
const melBands = 26;
const coefficients = 13;
const preEmphasis = 0.97;
/** Deltas weigh less than the coefficients themselves: tuned on word starts. */
const deltaWeight = 0.7;

const hamming = Float64Array.from(
  { length: windowSamples },
  (_, index) => 0.54 - 0.46 * Math.cos((2 * Math.PI * index) / (windowSamples - 1)),
);

interface BandWeight {
  readonly bin: number;
  readonly weight: number;
}

const bands = melFilters(80, 7600);
const cosines = Array.from({ length: coefficients }, (_, order) =>
  Float64Array.from({ length: melBands }, (_value, band) =>
    Math.cos((Math.PI * order * (band + 0.5)) / melBands),
  ),
);

function melFilters(lowHertz: number, highHertz: number): readonly (readonly BandWeight[])[] {
  const mel = (hertz: number) => 1127 * Math.log(1 + hertz / 700);
  const hertz = (mels: number) => 700 * (Math.exp(mels / 1127) - 1);
  const step = (mel(highHertz) - mel(lowHertz)) / (melBands + 1);
  const edges = Array.from(
    { length: melBands + 2 },
    (_, index) => (hertz(mel(lowHertz) + step * index) * fftSize) / featureRate,
  );
  return Array.from({ length: melBands }, (_, band) => {
    const [from = 0, peak = 0, to = 0] = edges.slice(band, band + 3);
    const weights: BandWeight[] = [];
    for (let bin = Math.ceil(from); bin <= Math.floor(to); bin += 1) {
      const weight = bin < peak ? (bin - from) / (peak - from) : (to - bin) / (to - peak);
      if (weight > 0) weights.push({ bin, weight });
    }
    return weights;
  });
}

/**
 * 13 mel-frequency cepstral coefficients a frame, brought to mean 0 and deviation 1 over the whole sound (so that
 * voices and microphones don't matter), followed by their deltas: 26 numbers a frame, 100 frames a second.
 */
export function speechFeatures(samples: Float32Array): readonly Float32Array[] {
  const count = Math.max(1, Math.floor((samples.length - windowSamples) / hopSamples) + 1);
  const frames = Array.from({ length: count }, (_, frame) => cepstrum(samples, frame * hopSamples));
  normalise(frames);
  return frames.map((frame, index) => {
    const earlier = frames[Math.max(0, index - 2)] as Float64Array;
    const later = frames[Math.min(count - 1, index + 2)] as Float64Array;
    const features = new Float32Array(coefficients * 2);
    for (let order = 0; order < coefficients; order += 1) {
      features[order] = frame[order] as number;
      features[coefficients + order] = ((later[order] as number) - (earlier[order] as number)) * deltaWeight;
    }
    return features;
  });
}

function cepstrum(samples: Float32Array, start: number): Float64Array {
  const real = new Float64Array(fftSize);
  const imaginary = new Float64Array(fftSize);
  for (let index = 0; index < windowSamples; index += 1) {
    const sample = samples[start + index] ?? 0;
    const emphasised = sample - preEmphasis * (samples[start + index - 1] ?? 0);
    real[index] = emphasised * (hamming[index] as number);
  }
  fft(real, imaginary);
  const logEnergies = bands.map((band) => {
    let energy = 1e-7;
    for (const { bin, weight } of band) {
      energy += weight * ((real[bin] as number) ** 2 + (imaginary[bin] as number) ** 2);
    }
    return Math.log(energy);
  });
  return Float64Array.from(cosines, (cosine) =>
    logEnergies.reduce((sum, energy, band) => sum + energy * (cosine[band] as number), 0),
  );
}

function normalise(frames: readonly Float64Array[]): void {
  for (let order = 0; order < coefficients; order += 1) {
    let mean = 0;
    for (const frame of frames) mean += (frame[order] as number) / frames.length;
    let variance = 0;
    for (const frame of frames) variance += ((frame[order] as number) - mean) ** 2 / frames.length;
    const deviation = Math.sqrt(variance) + 1e-6;
    for (const frame of frames) frame[order] = ((frame[order] as number) - mean) / deviation;
  }
}
