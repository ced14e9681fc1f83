import type { SpokenSentence } from '../../../domain/script/reading/spoken-sentences.ts';
import { espeakSentences } from '../engines/espeak.ts';
import type { SentenceAudio, SentenceWork } from '../engines/sentence-audio.ts';
import type { EngineProcess } from '../host/engine-process.ts';
import { paceSentences } from '../sound/pacing.ts';
import { espeakVoiceName } from '../voices/multilingual-voices.ts';
import type { ReferenceSound } from './align-phones.ts';

/** A usual rate of speech; the warp takes up the difference. */
const referenceWordsPerMinute = 160;

/** The sentences said by a man's and a woman's voice of espeak-ng. */
export async function referencesOf(
  espeak: EngineProcess,
  sentences: readonly SpokenSentence[],
  language: string,
  work: SentenceWork,
): Promise<readonly ReferenceSound[]> {
  const references: ReferenceSound[] = [];
  for (const variant of ['', '+f2']) {
    const name = language === 'en' ? 'en-us' : espeakVoiceName(language);
    const voice = { name: name + variant, ratio: 1, pitch: 50, wordsPerMinute: referenceWordsPerMinute };
    const say = espeakSentences(espeak, voice, language);
    const spoken: SentenceAudio[] = [];
    for (const sentence of sentences) spoken.push(await say(sentence, { rate: 1, pitch: 1, range: 1 }, work));
    references.push(paceSentences(spoken));
  }
  return references;
}
