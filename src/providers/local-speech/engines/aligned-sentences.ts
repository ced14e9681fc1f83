import type { SpokenSentence } from '../../../domain/script/reading/spoken-sentences.ts';
import { alignPhones, type TimedSound } from '../align/align-phones.ts';
import { referencesOf } from '../align/references.ts';
import type { EngineProcess } from '../host/engine-process.ts';
import type { SentenceAudio, SentenceWork } from './sentence-audio.ts';

/** Phone times for an engine that tells none. */
export type Align = (
  sound: TimedSound,
  sentence: SpokenSentence,
  work: SentenceWork,
) => Promise<SentenceAudio>;

export function alignSentences(espeak: EngineProcess, language: string): Align {
  return async (sound, sentence, work) => {
    const references = await referencesOf(espeak, [sentence], language, work);
    return { ...sound, phones: await alignPhones(sound, references, work.signal) };
  };
}
