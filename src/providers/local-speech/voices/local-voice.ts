import type { Voice } from '../../../domain/speech/voice.ts';
import type { EspeakVoice } from '../engines/espeak.ts';
import type { FliteVoice } from '../engines/flite.ts';
import type { SoundCharacter } from '../sound/chain.ts';

/** A neural voice model on disk: `vits` is Piper's kind, `kokoro` has its speakers in a `voices.bin`. */
export interface SherpaModel {
  readonly kind: 'vits' | 'kokoro';
  readonly folder: string;
  readonly model: string;
}

type Speaker =
  | { readonly engine: 'flite'; readonly settings: FliteVoice }
  /** `name` is the variant alone (`f2`) where the voice speaks many languages. */
  | { readonly engine: 'espeak'; readonly settings: EspeakVoice }
  | { readonly engine: 'rhvoice'; readonly program: string; readonly name: string }
  | { readonly engine: 'sherpa'; readonly model: SherpaModel; readonly sid: number };

/** A voice of the gallery and how its engine is to be set. */
export interface LocalVoice {
  readonly voice: Voice;
  readonly character: SoundCharacter;
  readonly speaker: Speaker;
}
