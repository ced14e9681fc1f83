import { applyGains, duckingGains } from './ducking.ts';
import { limit } from './limiter.ts';
import { type Channel, gainOf, integratedLoudness, silenceLufs, soundRate } from './loudness.ts';

export const loudnessTarget = { integratedLufs: -14, truePeakDb: -1.5 } as const;

/** AAC moves peaks by some tenths of a decibel: room for it below the target. */
const codecHeadroomDb = 0.9;
const targetToleranceLu = 0.05;
const mostRounds = 4;
/** More than this would lift a room's noise to a voice's loudness. */
const highestGainDb = 40;

export interface MixRequest {
  /** Mono, from the clip's first sample on. */
  readonly speech: Channel;
  readonly durationSeconds: number;
  readonly background?: BackgroundSound;
}

export interface BackgroundSound {
  /** Already at its final speed. */
  readonly channels: readonly [Channel, Channel];
  /** When it begins in the clip. */
  readonly startSeconds: number;
  /** How long one round of a looped background is; absent when it isn't looped. */
  readonly loopSeconds?: number;
  readonly fadeInSeconds: number;
}

/** The clip's whole sound, left and right, at the target loudness; the speech stands where it stood, to the sample. */
export function mixSound(request: MixRequest): readonly [Channel, Channel] {
  const length = Math.round(request.durationSeconds * soundRate);
  const speech = cutTo(request.speech, length);
  if (!request.background) {
    const [mastered = speech] = master([speech, speech]);
    return [mastered, mastered];
  }
  const bed = layBackground(request.background, length);
  const gains = duckingGains(speech, bed);
  const [left, right] = bed.map((channel) => sum(applyGains(channel, gains), speech));
  const [masteredLeft = speech, masteredRight = speech] = master([left ?? speech, right ?? speech]);
  return [masteredLeft, masteredRight];
}

/** Limiting costs loudness, so gain and limiter are tried again until the target is met. */
function master(channels: readonly Channel[]): Channel[] {
  const before = integratedLoudness(channels);
  if (before <= silenceLufs) return [...channels];
  const ceiling = gainOf(loudnessTarget.truePeakDb - codecHeadroomDb);
  let gainDb = Math.min(highestGainDb, loudnessTarget.integratedLufs - before);
  let result = limit(amplified(channels, gainDb), ceiling);
  for (let round = 1; round < mostRounds; round++) {
    const missing = loudnessTarget.integratedLufs - integratedLoudness(result);
    if (Math.abs(missing) <= targetToleranceLu || gainDb + missing > highestGainDb) break;
    gainDb += missing;
    result = limit(amplified(channels, gainDb), ceiling);
  }
  return result;
}

function amplified(channels: readonly Channel[], gainDb: number): Channel[] {
  const gain = gainOf(gainDb);
  const done = new Map<Channel, Channel>();
  for (const channel of new Set(channels))
    done.set(
      channel,
      channel.map((sample) => sample * gain),
    );
  return channels.map((channel) => done.get(channel) ?? channel);
}

/** The background on the clip's own time line: silence before it starts, repeated or silent when it ends. */
function layBackground(background: BackgroundSound, length: number): [Channel, Channel] {
  const start = Math.round(background.startSeconds * soundRate);
  const round = background.loopSeconds && Math.round(background.loopSeconds * soundRate);
  const fade = Math.max(1, Math.round(background.fadeInSeconds * soundRate));
  const lay = (source: Channel) => {
    const laid = new Float32Array(length);
    for (let index = start; index < length; index++) {
      const since = index - start;
      laid[index] = (source[round ? since % round : since] ?? 0) * Math.min(1, since / fade);
    }
    return laid;
  };
  return [lay(background.channels[0]), lay(background.channels[1])];
}

function cutTo(channel: Channel, length: number): Channel {
  const cut = new Float32Array(length);
  cut.set(channel.subarray(0, length));
  return cut;
}

function sum(left: Channel, right: Channel): Channel {
  return left.map((sample, index) => sample + (right[index] ?? 0));
}
