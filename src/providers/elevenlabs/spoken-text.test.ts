import { describe, expect, it } from 'vitest';
import { readScript } from '../../domain/script/reading/read-script.ts';
import { wordTimes } from '../../domain/speech/word-times.ts';
import { type Alignment, evenTimes, placeTimes } from './character-times.ts';
import { partsOf, spokenText } from './spoken-text.ts';

function sent(script: string, language: string) {
  return spokenText(script, readScript(script, language), language);
}

/** A tenth of a second for each element, whatever it is. */
function aligned(elements: readonly string[]): Alignment {
  return {
    characters: elements,
    starts: elements.map((_, index) => index / 10),
    ends: elements.map((_, index) => (index + 1) / 10),
  };
}

describe('what is sent to be spoken', () => {
  it.each([
    [
      'ru',
      'Скидка 50% — за 1 490 ₽ 🎁!',
      'Скидка пятьдесят процентов — за тысячу четыреста девяносто рублей!',
    ],
    ['ru', 'Крем за 1500 руб. прямо сейчас.', 'Крем за тысячу пятьсот рублей прямо сейчас.'],
    ['ru', '«iPhone» и UGC-ролик: www.shop.ru', '«iPhone» и UGC-ролик: шоп точка ру'],
    ['ru', '👨‍👩‍👧 *Уже* завтра, до 5-10 минут', 'Уже завтра, до пяти десять минут'],
    ['en', 'Only $9.99 🎁 today — don’t wait!', 'Only nine dollars ninety nine cents today — don’t wait!'],
    ['de', 'Nur 5 € — jetzt, für 1.490 Kunden!', 'Nur 5€ — jetzt, für 1.490 Kunden!'],
    ['en', 'e\u0301clair (fresh)\n\nNow', 'éclair (fresh)\nNow'],
  ])('%s: %s', (language, script, expected) => {
    const { text, places } = sent(script, language);
    expect(text).toBe(expected);
    for (const { from, to } of places) expect(text.slice(from, to).trim()).not.toBe('');
  });

  it('is cut at the last sentence end that fits, else at a pause, else between words, and nothing is lost', () => {
    const script = 'One two three. Four five, six seven! Eight nine ten eleven twelve thirteen.';
    const units = readScript(script, 'en');
    const whole = spokenText(script, units, 'en');
    const texts = (limit: number) => partsOf(whole, units, limit).map(({ text }) => text);
    expect(texts(1000)).toEqual([script]);
    expect(texts(40)).toEqual([
      'One two three. Four five, six seven!',
      'Eight nine ten eleven twelve thirteen.',
    ]);
    expect(texts(15)).toEqual([
      'One two three.',
      'Four five,',
      'six seven!',
      'Eight nine ten',
      'eleven twelve',
      'thirteen.',
    ]);
    expect(texts(15).join(' ')).toBe(script);
    for (const part of partsOf(whole, units, 15)) {
      expect(whole.places[part.firstUnit]?.from).toBe(part.from);
    }
  });
});

describe('the times of characters become times of typed words', () => {
  const wordsOf = (script: string, language: string, elementsOf: (text: string) => readonly string[]) => {
    const units = readScript(script, language);
    const { text, places } = spokenText(script, units, language);
    const spans = placeTimes(text, places, aligned(elementsOf(text)));
    return spans && wordTimes(script, units, spans, 60);
  };

  it('with emoji, surrogate pairs, combining marks, numbers and prices in the script', () => {
    const script = 'Привет 🎁 ё\u0301ж 𝒜бв за 1 490 ₽!';
    const words = wordsOf(script, 'ru', (text) => [...text]);
    expect(words?.map(({ text }) => text)).toEqual(script.match(/\S+/g));
    const text = sent(script, 'ru').text;
    const at = (part: string) => [...text.slice(0, text.indexOf(part))].length / 10;
    expect(words?.[0]).toMatchObject({ startSeconds: 0, endSeconds: 0.6 });
    expect(words?.[3]?.startSeconds).toBeCloseTo(at('𝒜'));
    expect(words?.[4]?.startSeconds).toBeCloseTo(at('за'));
    // "1 490" is read as one number: its typed words share its time.
    expect(words?.[5]?.startSeconds).toBeCloseTo(at('тысячу'));
    expect(words?.[7]).toMatchObject({ text: '₽!' });
    expect(words?.[7]?.startSeconds).toBeCloseTo(at('рублей'));
  });

  it('where the service composes, writes out, drops or joins characters', () => {
    const variants: readonly ((text: string) => readonly string[])[] = [
      (text) => [...text.normalize('NFD')],
      (text) => [...text.toUpperCase()],
      (text) => [...text.replace('today', 'this very day, today')],
      (text) => [...text.replaceAll(/[,.!]/g, '')],
      (text) => text.match(/.{1,2}/gsu) ?? [],
    ];
    for (const variant of variants) {
      const elements = variant(sent('Order the crème brûlée today, now!', 'en').text);
      const words = wordsOf('Order the crème brûlée today, now!', 'en', variant);
      const joined = elements.join('').normalize('NFC').toLowerCase();
      const now = [...joined.slice(0, joined.lastIndexOf('now'))].length;
      const perElement = elements.length / [...joined].length;
      expect(words?.at(-1)?.startSeconds).toBeCloseTo((now * perElement) / 10, 0);
    }
  });

  it('are none where the alignment is of another text', () => {
    const { text, places } = sent('Order the cream today and save a lot of money', 'en');
    expect(placeTimes(text, places, aligned([...'xyz xyz xyz xyz xyz xyz']))).toBeUndefined();
  });

  it('are spread by length, pauses counted, where the service tells none', () => {
    const { text, places } = sent('Wow! A longer sentence.', 'en');
    const spans = evenTimes(text, places, { startSeconds: 1, endSeconds: 3 });
    expect(spans[0]?.startSeconds).toBe(1);
    expect(spans.at(-1)?.endSeconds).toBeCloseTo(3);
    expect((spans[1]?.startSeconds ?? 0) - (spans[0]?.endSeconds ?? 0)).toBeGreaterThan(0.3);
    spans.forEach((span, index) => {
      expect(span.startSeconds).toBeGreaterThanOrEqual(spans[index - 1]?.endSeconds ?? 0);
    });
  });
});
