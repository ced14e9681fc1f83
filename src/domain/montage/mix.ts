import type { LoopRound } from './loop.ts';
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
  /** Absent when it isn't looped. */
  readonly round?: LoopRound;
  readonly fadeInSeconds: number;
  /** At the clip's end; none where the clip simply ends. */
  readonly fadeOutSeconds?: number;
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

/**
 * At the target loudness, by one gain for the whole and a limiter for its peaks. Limiting costs loudness, so both are
 * tried again until the target is met.
 */
export function master(channels: readonly Channel[], mostGainDb = highestGainDb): Channel[] {
  const before = integratedLoudness(channels);
  if (before <= silenceLufs) return [...channels];
  const ceiling = gainOf(loudnessTarget.truePeakDb - codecHeadroomDb);
  let gainDb = Math.min(mostGainDb, loudnessTarget.integratedLufs - before);
  let result = limit(amplified(channels, gainDb), ceiling);
  for (let round = 1; round < mostRounds; round++) {
    const missing = loudnessTarget.integratedLufs - integratedLoudness(result);
    if (Math.abs(missing) <= targetToleranceLu || gainDb + missing > mostGainDb) break;
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
export function layBackground(background: BackgroundSound, length: number): [Channel, Channel] {
  const start = Math.round(background.startSeconds * soundRate);
  const samplesOf = (seconds: number) => Math.max(1, Math.round(seconds * soundRate));
  const fadeIn = samplesOf(background.fadeInSeconds);
  const fadeOut = samplesOf(background.fadeOutSeconds ?? 0);
  const lay = (source: Channel) => {
    const at = background.round ? loopedSound(source, background.round) : (since: number) => source[since];
    const laid = new Float32Array(length);
    for (let index = start; index < length; index++) {
      const since = index - start;
      laid[index] = (at(since) ?? 0) * Math.min(1, since / fadeIn, (length - index) / fadeOut);
    }
    return laid;
  };
  return [lay(background.channels[0]), lay(background.channels[1])];
}

/** A sound without an end: its last part gives way to its first, at equal power, in step with the looped picture. */
function loopedSound(source: Channel, { roundSeconds, fadeSeconds }: LoopRound): (since: number) => number {
  const round = Math.max(1, Math.round(roundSeconds * soundRate));
  const fade = Math.round(fadeSeconds * soundRate);
  const alone = round - fade;
  return (since) => {
    const phase = since % round;
    if (phase < alone) return source[fade + phase] ?? 0;
    const into = phase - alone;
    const turn = (Math.PI / 2) * (into / fade);
    return (source[round + into] ?? 0) * Math.cos(turn) + (source[into] ?? 0) * Math.sin(turn);
  };
}

/** As long as that, with silence behind it where it is shorter. */
export function cutTo(channel: Channel, length: number): Channel {
  const cut = new Float32Array(length);
  cut.set(channel.subarray(0, length));
  return cut;
}

export function sum(left: Channel, right: Channel): Channel {
  return left.map((sample, index) => sample + (right[index] ?? 0));
}
