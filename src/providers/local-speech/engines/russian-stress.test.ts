import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readScript } from '../../../domain/script/reading/read-script.ts';
import { stressedWords } from '../../../domain/script/reading/russian-stress.ts';
import { spokenSentences } from '../../../domain/script/reading/spoken-sentences.ts';
import { engineProcess } from '../host/engine-process.ts';
import { espeakSentences } from './espeak.ts';
import { russianPhonemes } from './russian-phonemes.ts';

const acute = '\u0301';
const vowelLetters = /[аеёиоуыэюя]/;
const vowelSounds = /[aeiouyɑɐəɛɪɨɵʌʉ]/;

describe('Russian stress', () => {
  const engine = engineProcess({
    name: 'espeak-ng',
    program: new URL('../host/espeak-child.ts', import.meta.url),
    retriesAfterCrash: 0,
  });
  const workFolder = mkdtempSync(join(tmpdir(), 'stress-'));
  const work = { signal: new AbortController().signal, workFolder };
  afterAll(async () => {
    await engine.close();
    rmSync(workFolder, { recursive: true, force: true });
  });
  const say = espeakSentences(engine, { name: 'ru', ratio: 1, pitch: 50, wordsPerMinute: 300 }, 'ru');

  /** Which vowel of each word is heard with the stress, counted from 0. */
  async function heardStress(words: readonly string[]): Promise<readonly number[]> {
    const heard: number[] = [];
    for (const sentence of spokenSentences(readScript(words.join(' '), 'ru'))) {
      const { phones } = await say(sentence, { rate: 1, pitch: 1, range: 1 }, work);
      sentence.units.forEach((_unit, index) => {
        const own = phones.filter(
          ({ unit, ipa }) => unit === sentence.firstUnit + index && vowelSounds.test(ipa),
        );
        heard.push(own.findIndex(({ stressed }) => stressed));
      });
    }
    return heard;
  }

  function markedStress(word: string): number {
    return Array.from(word.slice(0, word.indexOf(acute) - 1)).filter((letter) => vowelLetters.test(letter))
      .length;
  }

  it('is heard where the lexicon marks it, for every word of it', async () => {
    expect(stressedWords.length).toBeGreaterThan(150);
    const plain = stressedWords.map((word) => word.replaceAll(acute, ''));
    expect(await heardStress(plain)).toEqual(stressedWords.map(markedStress));
  });

  it('follows a mark that the user typed, and the mark is not spoken', async () => {
    const words = ['за́мок', 'замо́к', 'краси́вее', 'духи́'];
    expect(await heardStress(words)).toEqual(words.map(markedStress));
  });

  it.each([
    ['пото́м', "p|V|t|'o|m"],
    ['моя́', "m|V|j|'A"],
    ['ме́тод', "m;|'e|t|V|t"],
    ['сде́лка', "z;|d;|'e|l|k|a#"],
  ])('%s is %s for espeak-ng', (word, phonemes) => {
    expect(russianPhonemes(word)).toBe(phonemes);
  });

  it.each(['слово', 'wо́rd', '\u0301а', 'а́а́'])('leaves %j alone', (word) => {
    expect(russianPhonemes(word)).toBeUndefined();
  });
});
