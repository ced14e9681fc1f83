import type { TakeStyle } from './engines/sentence-audio.ts';

/** Small enough to stay the same person, large enough to be heard. */
const styles: readonly TakeStyle[] = [
  { rate: 1, pitch: 1, range: 1 },
  { rate: 0.95, pitch: 1.04, range: 1.3 },
  { rate: 1.06, pitch: 1.02, range: 1.15 },
  { rate: 0.92, pitch: 0.96, range: 0.85 },
  { rate: 1.03, pitch: 0.95, range: 1.4 },
];

/** The same take number always gives the same delivery; past the fifth they repeat, the first one aside. */
export function takeStyle(take: number): TakeStyle {
  const index = take === 0 ? 0 : 1 + ((Math.abs(Math.trunc(take)) - 1) % (styles.length - 1));
  return styles[index] as TakeStyle;
}
