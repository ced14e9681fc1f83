import type { FoundKind, MediaProblem } from '../../domain/media/media-problem.ts';
import type { ServiceTrouble } from './service-trouble.ts';

/** Those that are numbers. */
export const numberedDetails = [
  'allowed',
  'allowedMegabytes',
  'foundMegabytes',
  'status',
  'seconds',
  'maxSeconds',
  'cutWords',
  'cutCharacters',
  'characters',
  'maxCharacters',
  'needed',
  'balance',
  'limit',
  'line',
] as const;
type Numbers = { readonly [Key in (typeof numberedDetails)[number]]?: number };

/** What a voice service has against an order, where its owner can mend it. */
export const speechProblems = ['voice-locked', 'voice-unknown', 'text-too-long'] as const;
export type SpeechProblem = (typeof speechProblems)[number];

/** The values that refusals carry, as the texts use them; text is escaped already. */
export interface Details extends Numbers {
  readonly problem?: MediaProblem;
  readonly speechProblem?: SpeechProblem;
  /** A size or a count, as found. */
  readonly found?: string;
  /** What a file turned out to be, as a stable id. */
  readonly kind?: FoundKind;
  readonly setting?: TypedSetting;
  /** Of a render's settings: its file is what is told about. */
  readonly gone?: GonePart;
  /** What became of a service. */
  readonly trouble: ServiceTrouble;
  /** The person's own words that were refused. */
  readonly quote?: string;
}

export const goneParts = ['intro', 'outro', 'subtitles'] as const;
export type GonePart = (typeof goneParts)[number];

/** What is wrong in settings that were typed; what was found and what is allowed are said in English. */
export interface TypedSetting {
  /** Empty where the whole is no settings at all. */
  readonly path: string;
  readonly found: string;
  readonly allowed: string;
  /** There is no setting of that name, or none for such a video. */
  readonly isUnknown: boolean;
  /** What was probably meant; empty where nothing comes near. */
  readonly nearest: string;
}
