import { hopSeconds } from '../../domain/montage/ducking.ts';
import type { LoopRound } from '../../domain/montage/loop.ts';
import type { BackgroundPlan } from '../../domain/montage/video-plan.ts';
import type { Clip, Tween } from './edit.ts';
import { type Editing, prepared } from './editing.ts';
import { coveringFrame, time } from './placing.ts';
import { fade, volumeOf } from './tweens.ts';

interface Shown {
  readonly editing: Editing;
  readonly background: BackgroundPlan;
  readonly src: string;
  /** When the background comes, in the clip's times, and how long it stays. */
  readonly startSeconds: number;
  readonly seconds: number;
}

/** The background from when it comes to the speech part's end: once, slower, or going round on two tracks. */
export function backgroundTracks(editing: Editing): Clip[][] {
  const { plan } = editing.layers;
  const { background, timeline, join } = plan;
  const src = editing.links.background;
  if (!background || src === undefined) return [];
  const shown: Shown = {
    editing,
    background,
    src,
    startSeconds: join.bodyStartSeconds + timeline.headAloneSeconds,
    seconds: join.bodySeconds - timeline.headAloneSeconds,
  };
  return background.round ? rounds(shown, background.round) : [[once(shown)]];
}

function once(shown: Shown): Clip {
  const { background, seconds } = shown;
  const isFitted = background.fit.kind === 'still';
  const available = background.durationSeconds;
  // Short by the little that counts as long enough, it is slowed down too: nobody knows what follows a video's end.
  const isShort = !isFitted && available < seconds;
  return clipOf(shown, {
    fromSeconds: 0,
    seconds,
    trimSeconds: 0,
    ...(isShort && { speed: available / seconds }),
    share: () => 1,
  });
}

/**
 * Each round shows the file from its first moment to its last, and begins while the one before it ends. Rounds lie on
 * two tracks in turn; those of the upper one come and go over those of the lower one, which are always opaque.
 */
function rounds(shown: Shown, { roundSeconds, fadeSeconds }: LoopRound): Clip[][] {
  const tracks: [Clip[], Clip[]] = [[], []];
  for (let round = 0; round * roundSeconds < shown.seconds; round++) {
    const isFirst = round === 0;
    const fromSeconds = isFirst ? 0 : round * roundSeconds - fadeSeconds;
    const toSeconds = Math.min(shown.seconds, (round + 1) * roundSeconds);
    const seconds = toSeconds - fromSeconds;
    const goes = toSeconds === (round + 1) * roundSeconds && toSeconds < shown.seconds;
    const isUpper = round % 2 === 0;
    const clip = clipOf(shown, {
      fromSeconds,
      seconds,
      trimSeconds: isFirst ? fadeSeconds : 0,
      share: (since) => {
        const comes = isFirst ? 1 : Math.min(1, since / fadeSeconds);
        const stays = goes ? Math.min(1, Math.max(0, (seconds - since) / fadeSeconds)) : 1;
        return Math.sin((Math.PI / 2) * comes) * Math.sin((Math.PI / 2) * stays);
      },
    });
    const opacity: Tween[] = [
      ...(isFirst ? [] : [fade('in', fadeSeconds, seconds)]),
      ...(goes ? [fade('out', fadeSeconds, seconds)] : []),
    ];
    tracks[isUpper ? 0 : 1].push({ ...clip, ...(isUpper && opacity.length > 0 && { opacity }) });
  }
  return tracks;
}

interface Part {
  /** Since the background came. */
  readonly fromSeconds: number;
  readonly seconds: number;
  readonly trimSeconds: number;
  readonly speed?: number;
  /** How much of the sound is this part's own, by its own time. */
  readonly share: (sinceSeconds: number) => number;
}

function clipOf({ editing, background, src, startSeconds }: Shown, part: Part): Clip {
  const { request, layers } = editing;
  const isFitted = layers.fitted.background !== undefined;
  const curve = layers.sound.background;
  const { headAloneSeconds } = layers.plan.timeline;
  const gainAt = (since: number) => {
    if (!curve) return 0;
    const hop = (headAloneSeconds + part.fromSeconds + since) / hopSeconds;
    return between(curve, hop) * part.share(since);
  };
  return {
    asset: {
      type: 'video',
      src,
      ...(part.trimSeconds > 0 && { trim: time(part.trimSeconds) }),
      ...(part.speed !== undefined && { speed: Number(part.speed.toFixed(6)) }),
      volume: volumeOf(gainAt, part.seconds),
      ...(!isFitted && request.background && prepared(request.background)),
    },
    start: time(startSeconds + part.fromSeconds),
    length: time(part.seconds),
    ...coveringFrame(background, layers.plan.frame, isFitted),
  };
}

function between(curve: readonly number[], position: number): number {
  const at = Math.max(0, Math.min(curve.length - 1, position));
  const [here, next] = [curve[Math.floor(at)] ?? 0, curve[Math.ceil(at)] ?? 0];
  return here + (next - here) * (at - Math.floor(at));
}
