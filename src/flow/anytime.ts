/**
 * Buttons that stand under messages which stay, and so work whatever screen is shown. Those with a value name a
 * production. No screen uses these names for its own buttons.
 */
export const anytimeNames = [
  'menu',
  'new',
  'continue',
  'listen-to',
  'open-video',
  'montage',
  'engine',
  'again',
  'retry',
  'flag',
  'top-up',
] as const;
export type AnytimeName = (typeof anytimeNames)[number];

export function isAnytimeName(name: string): name is AnytimeName {
  return anytimeNames.some((known) => known === name);
}
