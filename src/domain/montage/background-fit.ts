/** How a background is brought to the length that is needed. */
export type BackgroundFit =
  | { readonly kind: 'trim' }
  /** `factor` is above 1: so many times slower. */
  | { readonly kind: 'stretch'; readonly factor: number }
  | { readonly kind: 'loop' }
  /** Too short to be moving: its picture stands. */
  | { readonly kind: 'still' };

const longestStretch = 1.2;
const shortestMovingSeconds = 0.25;
/** Containers round durations; a background that is short by less is not short. */
const toleranceSeconds = 0.02;

export function fitBackground(availableSeconds: number, neededSeconds: number): BackgroundFit {
  if (availableSeconds < shortestMovingSeconds) return { kind: 'still' };
  if (availableSeconds + toleranceSeconds >= neededSeconds) return { kind: 'trim' };
  const factor = neededSeconds / availableSeconds;
  return factor <= longestStretch ? { kind: 'stretch', factor } : { kind: 'loop' };
}
