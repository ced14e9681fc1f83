import { describe, expect, it } from 'vitest';
import { readScript } from '../script/reading/read-script.ts';
import type { SpokenUnit } from '../script/reading/spoken-unit.ts';
import type { TimeSpan } from './speech.ts';
import { wordTimes } from './word-times.ts';

/** Park and Miller's generator: the same seed gives the same scripts on every machine. */
function randomSource(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647;
  };
}

const pieces =
  'крем скидка -50% 1\u00A0490 ₽ — 🎁 UGC-ролик 31.12.2025 «новый» 8 800 555-35-35 www.shop.ru iPhone 15 $9.99 ... ! до 5-10 минут, №1 т.д. 2 ❤️'.split(
    ' ',
  );

/** Each unit is heard for as long as it is written, with a pause after marks; some are not heard at all. */
function spansOf(units: readonly SpokenUnit[], random: () => number): readonly (TimeSpan | undefined)[] {
  let now = 0.06;
  return units.map(({ spoken, mark }) => {
    const startSeconds = now;
    if (random() < 0.05) return undefined;
    const endSeconds = now + spoken.length * 0.06;
    now = endSeconds + (mark === '' ? 0 : 0.3);
    return { startSeconds, endSeconds };
  });
}

describe('the times of typed words', () => {
  it('are ordered, inside the speech, and cover the script as typed, for 1000 random scripts', () => {
    const random = randomSource(11);
    for (let round = 0; round < 1000; round += 1) {
      const count = 1 + Math.floor(random() * 15);
      const script = Array.from({ length: count }, () => pieces[Math.floor(random() * pieces.length)]).join(
        random() < 0.5 ? ' ' : '  \n',
      );
      const units = readScript(script, 'ru');
      const spans = spansOf(units, random);
      const duration = (spans.findLast((span) => span !== undefined)?.endSeconds ?? 0) + 0.25;
      const words = wordTimes(script, units, spans, duration);
      expect(words.map(({ text }) => text)).toEqual(script.match(/\S+/g));
      let end = 0;
      for (const word of words) {
        expect(script.slice(word.from, word.to)).toBe(word.text);
        expect(word.startSeconds, script).toBeGreaterThanOrEqual(end);
        expect(word.endSeconds, script).toBeGreaterThanOrEqual(word.startSeconds);
        end = word.endSeconds;
      }
      expect(end).toBeLessThanOrEqual(duration);
    }
  });

  it('start and end with what is heard of the word', () => {
    const script = 'Всего 1 490 ₽ — 🎁 ура';
    const units = readScript(script, 'ru');
    const spans = [
      { startSeconds: 0.1, endSeconds: 0.5 },
      { startSeconds: 0.5, endSeconds: 1.7 },
      { startSeconds: 1.7, endSeconds: 2.1 },
      { startSeconds: 2.5, endSeconds: 2.8 },
    ];
    const times = wordTimes(script, units, spans, 3).map(({ startSeconds, endSeconds }) => [
      Number(startSeconds.toFixed(3)),
      Number(endSeconds.toFixed(3)),
    ]);
    expect(times).toEqual([
      [0.1, 0.5],
      // "1 490" is one number: its two typed words share its time by their characters.
      [0.5, 0.8],
      [0.8, 1.7],
      [1.7, 2.1],
      // The dash and the emoji share the pause.
      [2.1, 2.3],
      [2.3, 2.5],
      [2.5, 2.8],
    ]);
  });
});
