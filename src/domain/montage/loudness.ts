/** All sound of the montage is at this rate; the filter coefficients below hold for it alone. */
export const soundRate = 48_000;

/** Samples of one channel, full scale at ±1. */
export type Channel = Float32Array<ArrayBuffer>;

/** What digital silence measures: the meter's lower gate. */
export const silenceLufs = -70;

const blockSamples = (soundRate * 400) / 1000;
const stepSamples = (soundRate * 100) / 1000;
const relativeGate = -10;

/** Two biquads in a row, from ITU-R BS.1770-4, tables 1 and 2: head shelf, then the high-pass of the RLB curve. */
const kWeighting = [
  {
    b0: 1.53512485958697,
    b1: -2.69169618940638,
    b2: 1.19839281085285,
    a1: -1.69065929318241,
    a2: 0.73248077421585,
  },
  { b0: 1, b1: -2, b2: 1, a1: -1.99004745483398, a2: 0.99007225036621 },
] as const;

/**
 * Integrated loudness in LUFS by ITU-R BS.1770-4 and EBU R128; `silenceLufs` for silence.
 * A mono programme is given as two equal channels, as it will be played.
 */
export function integratedLoudness(channels: readonly Channel[]): number {
  const steps = stepEnergies(channels);
  const perBlock = blockSamples / stepSamples;
  const blocks: number[] = [];
  for (let start = 0; start + perBlock <= steps.length; start++) {
    let sum = 0;
    for (let step = start; step < start + perBlock; step++) sum += steps[step] ?? 0;
    blocks.push(sum / perBlock);
  }
  if (blocks.length === 0 && steps.length > 0) blocks.push(mean(steps));
  const audible = blocks.filter((energy) => toLufs(energy) > silenceLufs);
  if (audible.length === 0) return silenceLufs;
  const gate = toLufs(mean(audible)) + relativeGate;
  return toLufs(mean(audible.filter((energy) => toLufs(energy) > gate)));
}

/** K-weighted mean square, summed over the channels, of each 100 ms. */
function stepEnergies(channels: readonly Channel[]): number[] {
  const length = channels[0]?.length ?? 0;
  const energies = new Array<number>(Math.max(1, Math.floor(length / stepSamples))).fill(0);
  let before: Channel | undefined;
  let ofBefore: number[] = [];
  for (const channel of channels) {
    // Equal channels are one object: weighed once.
    const ofChannel = channel === before ? ofBefore : channelStepEnergies(channel, energies.length);
    ofChannel.forEach((energy, step) => {
      energies[step] = (energies[step] ?? 0) + energy;
    });
    before = channel;
    ofBefore = ofChannel;
  }
  return length === 0 ? [] : energies;
}

function channelStepEnergies(channel: Channel, steps: number): number[] {
  const [shelf, highPass] = kWeighting;
  const energies: number[] = [];
  let [s1, s2, h1, h2] = [0, 0, 0, 0];
  for (let step = 0; step < steps; step++) {
    const end = Math.min(channel.length, (step + 1) * stepSamples);
    let sum = 0;
    for (let index = step * stepSamples; index < end; index++) {
      const sample = channel[index] ?? 0;
      const shelved = shelf.b0 * sample + s1;
      s1 = shelf.b1 * sample - shelf.a1 * shelved + s2;
      s2 = shelf.b2 * sample - shelf.a2 * shelved;
      const weighted = highPass.b0 * shelved + h1;
      h1 = highPass.b1 * shelved - highPass.a1 * weighted + h2;
      h2 = highPass.b2 * shelved - highPass.a2 * weighted;
      sum += weighted * weighted;
    }
    energies.push(sum / Math.max(1, end - step * stepSamples));
  }
  return energies;
}

function toLufs(energy: number): number {
  return energy > 0 ? -0.691 + 10 * Math.log10(energy) : Number.NEGATIVE_INFINITY;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function gainOf(decibels: number): number {
  return 10 ** (decibels / 20);
}
