import { type Channel, soundRate } from './loudness.ts';

/** Sound bends this long before a peak, so that no edge is heard. */
const lookaheadSamples = Math.round(soundRate * 0.004);
const releasePerSample = Math.exp(-1 / (soundRate * 0.06));

/** Points between two samples at which the true peak is looked for, by a 4-times oversampling as BS.1770 asks for. */
const oversampling = 4;
const tapsPerSide = 6;
const betweenSamples = Array.from({ length: oversampling - 1 }, (_, phase) =>
  sincTaps((phase + 1) / oversampling),
);

/**
 * Turns down what would exceed the ceiling, all channels alike, without delay. The ceiling holds between the samples too
 * (true peak), within the interpolation's 0.2 dB. Returns the same objects for equal channels.
 */
export function limit(channels: readonly Channel[], ceiling: number): Channel[] {
  const gains = neededGains(channels, ceiling);
  if (!gains) return [...channels];
  holdForLookahead(gains);
  release(gains);
  const smooth = smoothed(gains);
  const done = new Map<Channel, Channel>();
  return channels.map((channel) => {
    const limited = done.get(channel) ?? channel.map((sample, index) => sample * (smooth[index] ?? 1));
    done.set(channel, limited);
    return limited;
  });
}

/** Undefined when nothing is above the ceiling. */
function neededGains(channels: readonly Channel[], ceiling: number): Channel | undefined {
  const length = channels[0]?.length ?? 0;
  const gains = new Float32Array(length).fill(1);
  let touched = false;
  for (const channel of new Set(channels)) {
    for (let index = 0; index < length; index++) {
      const peak = peakAround(channel, index, ceiling);
      if (peak <= ceiling) continue;
      touched = true;
      gains[index] = Math.min(gains[index] ?? 1, ceiling / peak);
    }
  }
  return touched ? gains : undefined;
}

/** The largest of a sample and the three points up to the next one. */
function peakAround(channel: Channel, index: number, ceiling: number): number {
  const here = Math.abs(channel[index] ?? 0);
  const next = Math.abs(channel[index + 1] ?? 0);
  // A curve rises far above its samples only near samples that are high themselves.
  if (here < ceiling * 0.6 && next < ceiling * 0.6) return here;
  let peak = here;
  for (const taps of betweenSamples) {
    let value = 0;
    for (let tap = 0; tap < taps.length; tap++) {
      value += (taps[tap] ?? 0) * (channel[index + tap - tapsPerSide + 1] ?? 0);
    }
    peak = Math.max(peak, Math.abs(value));
  }
  return peak;
}

/** Windowed-sinc weights of the samples around a point `fraction` of the way to the next one. */
function sincTaps(fraction: number): number[] {
  return Array.from({ length: tapsPerSide * 2 }, (_, tap) => {
    const distance = tap - tapsPerSide + 1 - fraction;
    const window = 0.5 + 0.5 * Math.cos((Math.PI * distance) / (tapsPerSide + 0.5));
    return (Math.sin(Math.PI * distance) / (Math.PI * distance)) * window;
  });
}

/** Each gain becomes the least of its own and the `lookaheadSamples` on both sides. */
function holdForLookahead(gains: Channel): void {
  const window: number[] = [];
  let head = 0;
  const source = gains.slice();
  const ahead = lookaheadSamples;
  for (let index = 0; index < source.length + ahead; index++) {
    const entering = source[index];
    if (entering !== undefined) {
      while (window.length > head && (source[window.at(-1) ?? 0] ?? 1) >= entering) window.pop();
      window.push(index);
    }
    while ((window[head] ?? index) < index - 2 * ahead) head++;
    const centre = index - ahead;
    if (centre >= 0) gains[centre] = source[window[head] ?? centre] ?? 1;
  }
}

function release(gains: Channel): void {
  let gain = 1;
  for (let index = 0; index < gains.length; index++) {
    const recovered = 1 - (1 - gain) * releasePerSample;
    gain = Math.min(gains[index] ?? 1, recovered);
    gains[index] = gain;
  }
}

/** A centred mean over the lookahead: it can't exceed what the hold on both sides left room for. */
function smoothed(gains: Channel): Channel {
  const result = new Float32Array(gains.length);
  const reach = lookaheadSamples;
  let sum = 0;
  const at = (index: number) => gains[Math.max(0, Math.min(gains.length - 1, index))] ?? 1;
  for (let index = -reach; index <= reach; index++) sum += at(index);
  for (let index = 0; index < gains.length; index++) {
    result[index] = sum / (2 * reach + 1);
    sum += at(index + reach + 1) - at(index - reach);
  }
  return result;
}
