import type { TimeSpan } from '../speech/speech.ts';

/**
 * What a mouth looks like while a sound is made: the fifteen shapes of the Oculus set (`PP` p b m, `FF` f v, `TH` θ ð,
 * `DD` t d l, `kk` k g x, `CH` ʃ tʃ, `SS` s z, `nn`, `RR`, vowels `aa E ih oh ou`, `sil`), with `AE` (æ) and `UH` (ə) added.
 */
export const visemes = [
  'sil',
  'PP',
  'FF',
  'TH',
  'DD',
  'kk',
  'CH',
  'SS',
  'nn',
  'RR',
  'aa',
  'AE',
  'E',
  'ih',
  'oh',
  'ou',
  'UH',
] as const;
export type Viseme = (typeof visemes)[number];

export interface VisemeEvent extends TimeSpan {
  readonly viseme: Viseme;
  readonly stressed: boolean;
}

/** One sound's visemes in order; shares add up to 1. */
export type VisemeShare = readonly [viseme: Viseme, share: number];
