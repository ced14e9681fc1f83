import type { Voice } from '../../../domain/speech/voice.ts';
import type { EspeakVoice } from '../engines/espeak.ts';
import type { FliteVoice } from '../engines/flite.ts';
import type { SoundCharacter } from '../sound/chain.ts';

export type Speaker =
  | { readonly engine: 'flite'; readonly settings: FliteVoice }
  /** `name` is the variant alone (`f2`) where the voice speaks many languages. */
  | { readonly engine: 'espeak'; readonly settings: EspeakVoice };

/** A voice of the gallery and how its engine is to be set. */
export interface LocalVoice {
  readonly voice: Voice;
  readonly character: SoundCharacter;
  readonly speaker: Speaker;
}
