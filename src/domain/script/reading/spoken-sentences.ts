import type { SpokenUnit } from './spoken-unit.ts';

/** A part of the script that is synthesised in one go. */
export interface SpokenSentence {
  /** Index of the first unit among all units of the script. */
  readonly firstUnit: number;
  readonly units: readonly SpokenUnit[];
}

/** Engines cut off or crash at long inputs (flite near 700 characters), and a breath has its end. */
const longestSentenceCharacters = 260;

/** Cuts at sentence ends; a sentence that is too long is cut at its last pause, else between two words. */
export function spokenSentences(units: readonly SpokenUnit[]): readonly SpokenSentence[] {
  const sentences: SpokenSentence[] = [];
  let start = 0;
  let characters = 0;
  let lastPause = -1;
  for (let index = 0; index < units.length; index += 1) {
    const unit = units[index] as SpokenUnit;
    characters += unit.spoken.length + 1;
    if (characters > longestSentenceCharacters && index > start) {
      const end = lastPause >= start ? lastPause + 1 : index;
      sentences.push({ firstUnit: start, units: units.slice(start, end) });
      start = end;
      characters = units.slice(start, index + 1).reduce((sum, { spoken }) => sum + spoken.length + 1, 0);
    }
    if (unit.mark !== '') lastPause = index;
    if (unit.mark !== '' && unit.mark !== ',') {
      sentences.push({ firstUnit: start, units: units.slice(start, index + 1) });
      start = index + 1;
      characters = 0;
    }
  }
  if (start < units.length) sentences.push({ firstUnit: start, units: units.slice(start) });
  return sentences;
}
