import { applyGains, duckingGains, hopSeconds } from './ducking.ts';
import { mostLiftDb } from './join-sound.ts';
import { type Channel, gainOf, integratedLoudness, silenceLufs, soundRate } from './loudness.ts';
import { type BackgroundSound, cutTo, layBackground, loudnessTarget, sum } from './mix.ts';

/**
 * How loud each sound is to be where another program mixes them: linear and at most 1, since such programs only turn
 * down. In step with each other as the built-in mix is; what all of them lack is one gain for the whole.
 */
export interface SoundPlan {
  readonly voice: number;
  /** For each 20 ms of the speech part: out of the voice's way, and with its fades. Absent where it has no sound. */
  readonly background?: readonly number[];
  readonly intro?: number;
  readonly outro?: number;
}

export interface SoundParts {
  /** Mono, from the speech part's first sample on. */
  readonly speech: Channel;
  readonly durationSeconds: number;
  readonly background?: BackgroundSound | undefined;
  /** As much of them as is shown; absent where they are shown without sound. */
  readonly intro?: readonly Channel[] | undefined;
  readonly outro?: readonly Channel[] | undefined;
}

export function planSound({ speech, durationSeconds, background, intro, outro }: SoundParts): SoundPlan {
  const length = Math.round(durationSeconds * soundRate);
  const voice = cutTo(speech, length);
  const bed = background && layBackground(background, length);
  const ducking = bed && duckingGains(voice, bed);
  const body =
    bed && ducking ? bed.map((channel) => sum(applyGains(channel, ducking), voice)) : [voice, voice];
  const toTarget = (sound: readonly Channel[], mostDb: number) => {
    const loudness = integratedLoudness(sound);
    return loudness <= silenceLufs ? 1 : gainOf(Math.min(mostDb, loudnessTarget.integratedLufs - loudness));
  };
  const gains = {
    body: toTarget(body, Number.POSITIVE_INFINITY),
    ...(intro && { intro: toTarget(intro, mostLiftDb) }),
    ...(outro && { outro: toTarget(outro, mostLiftDb) }),
  };
  const loudest = Math.max(...Object.values(gains));
  const curve = background && ducking && withFades(ducking, background, durationSeconds);
  return {
    voice: gains.body / loudest,
    ...(curve && { background: curve.map((gain) => (gain * gains.body) / loudest) }),
    ...(gains.intro !== undefined && { intro: gains.intro / loudest }),
    ...(gains.outro !== undefined && { outro: gains.outro / loudest }),
  };
}

function withFades(
  gains: readonly number[],
  { startSeconds, fadeInSeconds, fadeOutSeconds = 0 }: BackgroundSound,
  durationSeconds: number,
): number[] {
  return gains.map((gain, hop) => {
    const seconds = hop * hopSeconds;
    const risen = share(seconds - startSeconds, fadeInSeconds);
    return gain * Math.min(risen, share(durationSeconds - seconds, fadeOutSeconds));
  });
}

function share(seconds: number, ofSeconds: number): number {
  if (seconds < 0) return 0;
  return ofSeconds <= 0 ? 1 : Math.min(1, seconds / ofSeconds);
}
