import type { JoinPlan } from './join-plan.ts';
import { outroStartSeconds } from './join-plan.ts';
import { type Channel, soundRate } from './loudness.ts';
import { master } from './mix.ts';

export type Stereo = readonly [Channel, Channel];

/** Lifted more than this, the hiss of a quiet room would stand between two voices. */
export const mostLiftDb = 15;
/** A clip that begins or ends in the middle of its music must not click. */
const edgeSeconds = 0.01;

export interface JoinedSound {
  /** The speech part, finished. */
  readonly body: Stereo;
  /** From their own beginnings; absent where they are shown without sound. */
  readonly intro?: Stereo | undefined;
  readonly outro?: Stereo | undefined;
}

/**
 * The whole clip's sound: each part at the target loudness by one gain of its own, so that nothing pumps. Intro and
 * outro fade where they lie over the speech part; the voice itself is never faded.
 */
export function joinSound({ body, intro, outro }: JoinedSound, plan: JoinPlan): Stereo {
  const length = Math.round(plan.totalSeconds * soundRate);
  const joined = [new Float32Array(length), new Float32Array(length)] as const;
  lay(joined, body, plan.bodyStartSeconds);
  if (intro && plan.intro) {
    const { seconds, fadeSeconds } = plan.intro;
    lay(joined, faded(intro, seconds, { inSeconds: edgeSeconds, outSeconds: fadeSeconds }), 0);
  }
  if (outro && plan.outro) {
    const { seconds, fadeSeconds } = plan.outro;
    const ends = { inSeconds: fadeSeconds, outSeconds: edgeSeconds };
    lay(joined, faded(outro, seconds, ends), outroStartSeconds(plan));
  }
  const [left = joined[0], right = joined[1]] = master(joined);
  return [left, right];
}

function faded(
  sound: Stereo,
  seconds: number,
  { inSeconds, outSeconds }: { readonly inSeconds: number; readonly outSeconds: number },
): Channel[] {
  const length = Math.round(seconds * soundRate);
  const shown = master(
    sound.map((channel) => channel.subarray(0, length)),
    mostLiftDb,
  );
  const samples = (part: number) => Math.max(1, Math.round(Math.max(edgeSeconds, part) * soundRate));
  const [rise, fall] = [samples(inSeconds), samples(outSeconds)];
  return shown.map((channel) =>
    channel.map((sample, index) => {
      const part = Math.min(1, index / rise, Math.max(0, (length - index) / fall));
      return sample * Math.sin((Math.PI / 2) * part);
    }),
  );
}

function lay(target: Stereo, source: readonly Channel[], startSeconds: number): void {
  const start = Math.round(startSeconds * soundRate);
  target.forEach((channel, number) => {
    const from = source[number] ?? new Float32Array(0);
    const end = Math.min(channel.length, start + from.length);
    for (let index = start; index < end; index++) {
      channel[index] = (channel[index] ?? 0) + (from[index - start] ?? 0);
    }
  });
}
