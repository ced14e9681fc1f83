/** How a background is brought to the length that is needed. */
export type BackgroundFit =
  | { readonly kind: 'trim' }
  /** `factor` is above 1: so many times slower. */
  | { readonly kind: 'stretch'; readonly factor: number }
  /** Its end gives way to its beginning in so many seconds, so that nothing jumps. */
  | { readonly kind: 'loop'; readonly fadeSeconds: number }
  /** Too short to be moving: its picture stands. */
  | { readonly kind: 'still' };

const longestStretch = 1.2;
const shortestMovingSeconds = 0.25;
/** Of a looped background; in a short one no more than this share of it. */
const longestLoopFadeSeconds = 0.5;
const loopFadeShare = 1 / 3;
/** Containers round durations; a background that is short by less is not short. */
const toleranceSeconds = 0.02;

export function fitBackground(availableSeconds: number, neededSeconds: number): BackgroundFit {
  if (availableSeconds < shortestMovingSeconds) return { kind: 'still' };
  if (availableSeconds + toleranceSeconds >= neededSeconds) return { kind: 'trim' };
  const factor = neededSeconds / availableSeconds;
  if (factor <= longestStretch) return { kind: 'stretch', factor };
  return { kind: 'loop', fadeSeconds: Math.min(longestLoopFadeSeconds, availableSeconds * loopFadeShare) };
}
