import type { SpokenSentence } from '../../../domain/script/reading/spoken-sentences.ts';

/** A phone as the engine made it; seconds from the sentence's first sample. */
export interface EnginePhone {
  /** Without stress marks; '' is a pause. */
  readonly ipa: string;
  readonly stressed: boolean;
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** Index among the script's units; -1 for a pause. */
  readonly unit: number;
}

export interface SentenceAudio {
  readonly samples: Float32Array;
  readonly sampleRate: number;
  readonly phones: readonly EnginePhone[];
}

/** How one take differs from another: factors of the voice's own settings. */
export interface TakeStyle {
  /** Above 1 is faster. */
  readonly rate: number;
  /** Above 1 is higher. */
  readonly pitch: number;
  /** Above 1 is livelier. */
  readonly range: number;
}

export interface SentenceWork {
  readonly signal: AbortSignal;
  readonly workFolder: string;
}

/** Says one sentence. Each engine adapter has one such function a voice. */
export type SaySentence = (
  sentence: SpokenSentence,
  style: TakeStyle,
  work: SentenceWork,
) => Promise<SentenceAudio>;
