import type { SpokenSentence } from '../../../domain/script/reading/spoken-sentences.ts';

export interface EspeakText {
  readonly text: string;
  /** Index among the script's units of what stands at a 1-based code point of the text. */
  readonly unitAt: (codePoint: number) => number;
}

/**
 * The text that espeak-ng is given, and the way back from its event positions. It counts code points from 1 and takes
 * `<`, `&` and `[[` for markup, none of which a unit may bring in by itself.
 */
export function espeakText(sentence: SpokenSentence, _language: string): EspeakText {
  const ends: number[] = [];
  let text = '';
  let codePoints = 0;
  for (const unit of sentence.units) {
    const said = unit.spoken.replace(/[<>&[\]{}|\\]/g, ' ');
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
