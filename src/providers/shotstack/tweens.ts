import { hopSeconds } from '../../domain/montage/ducking.ts';
import { straightLines } from '../../domain/montage/straight-lines.ts';
import type { Tween, Volume } from './edit.ts';
import { time } from './placing.ts';

/** Of full volume: nobody hears it. */
const volumeTolerance = 0.006;
/** A clip that begins or ends in the middle of its music must not click. */
const edgeSeconds = 0.01;

/** A clip's opacity that grows from its beginning, or falls to its end. */
export function fading(
  direction: 'in' | 'out',
  fadeSeconds: number,
  clipSeconds: number,
): { readonly opacity: readonly Tween[] } | undefined {
  if (fadeSeconds <= 0) return undefined;
  return { opacity: [fade(direction, fadeSeconds, clipSeconds)] };
}

export function fade(direction: 'in' | 'out', fadeSeconds: number, clipSeconds: number): Tween {
  const isIn = direction === 'in';
  return {
    from: isIn ? 0 : 1,
    to: isIn ? 1 : 0,
    start: isIn ? 0 : time(clipSeconds - fadeSeconds),
    length: time(fadeSeconds),
    interpolation: 'linear',
  };
}

/**
 * A volume that follows a curve, as lines that leave no gap: what a gap plays at is nowhere said. A level curve is one
 * number.
 */
export function volumeOf(gainAt: (seconds: number) => number, clipSeconds: number): Volume {
  const count = Math.max(1, Math.ceil(clipSeconds / hopSeconds));
  const moments = Array.from({ length: count + 1 }, (_, hop) => Math.min(clipSeconds, hop * hopSeconds));
  const points = straightLines(
    moments.map((seconds) => level(gainAt(seconds))),
    volumeTolerance,
  );
  const [first] = points;
  if (!first || points.every(({ value }) => value === first.value)) return first?.value ?? 0;
  return points.slice(1).map((to, index): Tween => {
    const from = points[index] ?? first;
    const start = time(moments[from.at] ?? 0);
    return {
      from: from.value,
      to: to.value,
      start,
      length: time((moments[to.at] ?? 0) - start),
      interpolation: 'linear',
    };
  });
}

function level(gain: number): number {
  return Number(Math.max(0, Math.min(1, gain)).toFixed(3));
}

/** An intro's or outro's sound, which fades where it lies over the speech part; 0 where it is shown without. */
export function bookendVolume(
  gain: number | undefined,
  clipSeconds: number,
  { inSeconds = edgeSeconds, outSeconds = edgeSeconds }: { inSeconds?: number; outSeconds?: number },
): Volume {
  if (gain === undefined) return 0;
  const [rise, fall] = [Math.max(edgeSeconds, inSeconds), Math.max(edgeSeconds, outSeconds)];
  return volumeOf((seconds) => {
    const part = Math.max(0, Math.min(1, seconds / rise, (clipSeconds - seconds) / fall));
    return gain * Math.sin((Math.PI / 2) * part);
  }, clipSeconds);
}
