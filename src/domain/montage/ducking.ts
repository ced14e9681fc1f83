import { type Channel, gainOf, integratedLoudness, silenceLufs, soundRate } from './loudness.ts';

/** How far a background stays below the voice while it speaks, in LU; and in its pauses. */
const belowVoice = { speaking: 18, pausing: 10 } as const;

/** The background gives way before the voice begins and comes back only in a real pause, so that it doesn't pump. */
const giveWaySeconds = 0.15;
const holdSeconds = 0.7;
const comeBackSeconds = 0.5;

/** What one gain lasts. */
export const hopSeconds = 0.02;
const hopSamples = soundRate * hopSeconds;
/** A hop is speech when it is less than this below the speech's own loudness. */
const speechGateDecibels = 24;

/**
 * Gain of the background for each 20 ms of the speech, linear. Constant for each state and with ramps between them.
 * The background is only ever turned down.
 */
export function duckingGains(speech: Channel, background: readonly Channel[]): number[] {
  const voice = integratedLoudness([speech, speech]);
  const bed = integratedLoudness(background);
  const hops = Math.max(1, Math.ceil(speech.length / hopSamples));
  if (bed <= silenceLufs || voice <= silenceLufs) return new Array<number>(hops).fill(1);
  const toBed = (below: number) => Math.min(0, voice - below - bed);
  const speaking = toBed(belowVoice.speaking);
  const pausing = toBed(belowVoice.pausing);
  return presence(spokenHops(speech, hops, voice)).map((present) =>
    gainOf(pausing + (speaking - pausing) * present),
  );
}

/** The background under those gains, as long as the gains reach. */
export function applyGains(channel: Channel, gains: readonly number[]): Channel {
  return channel.map((sample, index) => {
    const position = index / hopSamples;
    const hop = Math.floor(position);
    const here = gains[Math.min(hop, gains.length - 1)] ?? 1;
    const next = gains[Math.min(hop + 1, gains.length - 1)] ?? here;
    return sample * (here + (next - here) * (position - hop));
  });
}

function spokenHops(speech: Channel, hops: number, voiceLufs: number): boolean[] {
  const gate = gainOf(voiceLufs - speechGateDecibels) ** 2;
  return Array.from({ length: hops }, (_, hop) => {
    const part = speech.subarray(hop * hopSamples, (hop + 1) * hopSamples);
    const energy = part.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, part.length);
    return energy > gate;
  });
}

/** 1 where the voice is there, 0 where it has paused, with ramps. */
function presence(spoken: readonly boolean[]): number[] {
  const down = hopSeconds / giveWaySeconds;
  const up = hopSeconds / comeBackSeconds;
  const holdHops = Math.round(holdSeconds / hopSeconds);
  const forward: number[] = [];
  let level = 0;
  let sinceSpoken = Number.POSITIVE_INFINITY;
  for (const isSpoken of spoken) {
    sinceSpoken = isSpoken ? 0 : sinceSpoken + 1;
    level = sinceSpoken <= holdHops ? 1 : Math.max(0, level - up);
    forward.push(level);
  }
  // The way down is walked from the end, so that it is finished when the voice begins.
  for (let hop = forward.length - 2; hop >= 0; hop--) {
    forward[hop] = Math.max(forward[hop] ?? 0, (forward[hop + 1] ?? 0) - down);
  }
  return forward;
}
