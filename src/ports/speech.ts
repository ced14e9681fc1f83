import type { SpeechTrack } from '../domain/speech/speech.ts';
import type { Voice } from '../domain/speech/voice.ts';
import type { AdapterIdentity, LostCall, ProviderCost, WorkContext } from './work.ts';

export interface SpeechRequest {
  /** As typed by the user. */
  readonly text: string;
  /** ISO 639-1. */
  readonly language: string;
  readonly voiceId: string;
  /** 0 for the first take; another number asks for a take that sounds different where the engine can vary. */
  readonly take: number;
}

export interface SpeechResult {
  /** WAV, 48 kHz, mono, 16 bit, near −16 LUFS, inside the call's work folder. */
  readonly audioPath: string;
  readonly track: SpeechTrack;
  readonly cost: ProviderCost;
  readonly warnings: readonly string[];
}

/** What became of a paid request whose answer was lost. */
export type SpeechLookup =
  | { readonly status: 'found'; readonly result: SpeechResult }
  | { readonly status: 'absent' }
  | { readonly status: 'not-yet-known' };

/**
 * Text to spoken audio with the time of every word.
 * Errors: `invalid-voice` (unknown, or it can't speak that language), `invalid-script` (nothing speakable),
 * `provider-unavailable`, `provider-refused`, `provider-answer-unusable`, `provider-unconfirmed`, `timed-out`, `cancelled`.
 */
export interface SpeechPort {
  readonly adapter: AdapterIdentity;
  /** Best first; all languages when none is given. */
  voices(language?: string): Promise<readonly Voice[]>;
  /** ISO 639-1 codes, each with at least one voice. */
  languages(): Promise<readonly string[]>;
  synthesise(request: SpeechRequest, context: WorkContext): Promise<SpeechResult>;
  /**
   * A recording of the voice that costs nothing, as WAV like that of speech; gives its path in the work folder. For
   * engines whose speech costs money; others have no such method, and speak their samples. Errors as above, and
   * `not-found` where the voice has no recording.
   */
  sample?(voiceId: string, language: string, context: WorkContext): Promise<string>;
  /** The speech that a lost request has made after all, without paying again. Adapters that can't ask have no such method. */
  find?(request: SpeechRequest, lost: LostCall, context: WorkContext): Promise<SpeechLookup>;
}
