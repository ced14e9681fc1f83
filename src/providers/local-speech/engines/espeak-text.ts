import type { SpokenSentence } from '../../../domain/script/reading/spoken-sentences.ts';
import { russianPhonemes } from './russian-phonemes.ts';

export interface EspeakText {
  readonly text: string;
  /** Index among the script's units of what stands at a 1-based code point of the text. */
  readonly unitAt: (codePoint: number) => number;
}

/**
 * The text that espeak-ng is given, and the way back from its event positions. It counts code points from 1 and takes
 * `<`, `&` and `[[` for markup, none of which a unit may bring in by itself.
 */
export function espeakText(sentence: SpokenSentence, language: string): EspeakText {
  const ends: number[] = [];
  let text = '';
  let codePoints = 0;
  for (const unit of sentence.units) {
    const said = sayable(unit.spoken, language);
    const piece = `${said}${unit.mark} `;
    text += piece;
    codePoints += Array.from(piece).length;
    ends.push(codePoints);
  }
  const unitAt = (codePoint: number) => {
    const index = ends.findIndex((end) => codePoint <= end);
    return sentence.firstUnit + (index < 0 ? ends.length - 1 : index);
  };
  return { text: text.trimEnd(), unitAt };
}

/** A Russian word with a stress mark becomes phonemes in `[[ ]]`; marks elsewhere would only be spelled out. */
function sayable(spoken: string, language: string): string {
  const plain = spoken.replace(/[<>&[\]{}|\\]/g, ' ');
  if (language !== 'ru') return plain;
  return plain.replace(/[а-яё]*\u0301(?:[а-яё]|\u0301)*/gi, (word) => {
    const phonemes = russianPhonemes(word);
    return phonemes === undefined ? word.replaceAll('\u0301', '') : `[[${phonemes}]]`;
  });
}
