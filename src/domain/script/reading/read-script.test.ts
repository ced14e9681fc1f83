import { describe, expect, it } from 'vitest';
import { readScript } from './read-script.ts';

function spoken(script: string, language: string): string {
  return readScript(script, language)
    .map((unit) => unit.spoken + unit.mark)
    .join(' ');
}

describe('reading an English script aloud', () => {
  it.each([
    ['Buy 2, get 1 free for $9.99 today!', 'buy two, get one free for nine dollars ninety nine cents today!'],
    [
      "Don't wait - it's 50% off until 12/31/2025.",
      "don't wait, it's fifty percent off until december thirty first twenty twenty five.",
    ],
    ['Visit https://www.cool-shop.com/new', 'visit cool dash shop dot com slash new'],
    ['Mail info@shop.com', 'mail info at shop dot com'],
    ['Call +1 (800) 555-0199.', 'call plus one eight zero zero five five five zero one nine nine.'],
    ['Dr. Smith paid £5 & left.', 'doctor smith paid five pounds and left.'],
    [
      'UGC ads convert 3x better on TikTok, OK?',
      'you jee see ads convert three times better on tick tock, okay?',
    ],
    ['BIG SALE 5kg 60 mph 5-10 minutes', 'big sale five kilograms sixty miles per hour five to ten minutes'],
    [
      'We sold 1,200,000 units in 2025 #win',
      'we sold one million two hundred thousand units in twenty twenty five hashtag win',
    ],
    [
      'Open 24/7, from 9:30 am to 18:00.',
      'open twenty four seven, from nine thirty ay em to eighteen hundred hours.',
    ],
    [
      'The 21st of Dec 25, 3.5 stars, $1.5M',
      'the twenty first of december twenty fifth, three point five stars, one point five million dollars',
    ],
    ['Use code SAVE20 🎁🔥 now', 'use code save twenty now'],
    ['Meet Привет café', 'meet privet cafe'],
    ['First line\nSecond line', 'first line. second line'],
    ['See e.g. No. 5 at 5 p.m. Then go.', 'see for example number five at five pee em. then go.'],
  ])('%s', (script, expected) => {
    expect(spoken(script, 'en')).toBe(expected);
  });
});

describe('reading a Russian script aloud', () => {
  it.each([
    [
      'Скидка -50% до 31.12.2025!',
      'скидка минус пятьдесят процентов до тридцать первого декабря две тысячи двадцать пятого года!',
    ],
    [
      'Всего 1 500 ₽ вместо 2999 руб. Закажи!',
      'всего тысяча пятьсот рублей вместо двух тысяч девятисот девяноста девяти рублей. закажи!',
    ],
    ['с 9:00 до 21:30, 24/7', 'с девяти ноль ноль до двадцати одного тридцати, двадцать четыре на семь'],
    ['Звоните 8 800 555-35-05', 'звоните восемь восемьсот пятьсот пятьдесят пять тридцать пять ноль пять'],
    [
      'за 2 дня, 2 недели, 1 минуту и 21 таблетка',
      'за два дня, две недели, одну минуту и двадцать одна таблетка',
    ],
    [
      'С 2024 года, в 2025 г. мы №1.',
      'с две тысячи двадцать четвёртого года, в две тысячи двадцать пятом году мы номер один.',
    ],
    [
      'iPhone 15 Pro за $999.99',
      'айфо\u0301н пятнадцать про за девятьсот девяносто девять долларов девяносто девять центов',
    ],
    [
      '5 тыс. руб., 1,5 литра, 3,25 кг и 120 км/ч',
      'пять тысяч рублей, полтора литра, три целых двадцать пять сотых килограмма и сто двадцать километров в час',
    ],
    ['НДС, США и СКИДКА, и т.д. Вот', 'эн дэ эс, сэ шэ а и скидка, и так далее. вот'],
    ['info@shop.ru и www.my-shop.ru', 'info собака шоп точка ру и my дефис шоп точка ру'],
    [
      'от 1 500 рублей, около 3 часов, 22 рубля',
      'от тысячи пятисот рублей, около трёх часов, двадцать два рубля',
    ],
    ['31 декабря, к 1 мая, по 5 мая', 'тридцать первого декабря, к первому мая, по пятое мая'],
    ['3-х, 20-х, 1-й, 2-я, 3-го, 10-ти', 'трёх, двадцатых, первый, вторая, третьего, десяти'],
    ['18+ & UGC-ролик 🎁❤️', 'восемнадцать плюс и ю джи си ролик'],
    ['1 000 000 подписчиков и 2,5 млн', 'миллион подписчиков и две целых пять десятых миллиона'],
    ['2 часа, но около часа; уже моя', 'два часа\u0301, но около часа, уже\u0301 моя\u0301'],
    ['за́мок на г. Москва', 'за\u0301мок на город москва'],
  ])('%s', (script, expected) => {
    expect(spoken(script, 'ru')).toBe(expected);
  });
});

/** mulberry32: the same seed gives the same scripts on every machine. */
function randomSource(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const pieces =
  "крем за́мок СКИДКА НДС iPhone UGC-ролик don't well-known Dr. т.д. и т.п. 50% -30% 1500 1\u00A0200 3,5 9.99 $9.99 1500₽ 5€ руб. кг 10кг 120км/ч 31.12.2025 12/31/2025 18:00 9:5 24/7 +7(999)123-45-67 8-800-555-35-35 №1 #sale @brand & + = % info@shop.ru https://a.com/b?c=d 🎁 ❤️ 👨‍👩‍👧 1️⃣ — – - ... ! ? « » ( ) 5-10 2-й 3-х 007 99999999999999 ½ ² ٣ <b> [[x]] \u0000 \uD83D é 日本 x2 3x SAVE20 a.m. $ € 1/2 1/ .5 5. ,, ''".split(
    ' ',
  );

describe('the way back from what is spoken to what was typed', () => {
  it('keeps every unit in order, inside the script, without digits, for 2000 random scripts', () => {
    const random = randomSource(7);
    for (let round = 0; round < 2000; round += 1) {
      const count = 1 + Math.floor(random() * 12);
      const script = Array.from({ length: count }, () => {
        const piece = pieces[Math.floor(random() * pieces.length)] ?? '';
        return piece + (['', ' ', ' ', '\n', '  ', '. '][Math.floor(random() * 6)] ?? '');
      }).join('');
      for (const language of ['ru', 'en', 'de']) {
        let end = 0;
        for (const unit of readScript(script, language)) {
          expect(unit.from, script).toBeGreaterThanOrEqual(end);
          expect(unit.to, script).toBeGreaterThan(unit.from);
          expect(script.slice(unit.from, unit.to).trim(), script).not.toBe('');
          if (language !== 'de') expect(unit.spoken, script).not.toMatch(/[\p{Nd}%$€₽№#@&<>[\]]/u);
          end = unit.to;
        }
        expect(end).toBeLessThanOrEqual(script.length);
      }
    }
  });

  it('reads plain words one by one, at their own places', () => {
    const script = 'Этот крем  сделал мою кожу мягкой.';
    const units = readScript(script, 'ru');
    expect(units.map(({ from, to }) => script.slice(from, to))).toEqual(script.match(/\p{L}+/gu));
  });

  it('gives each typed word of a price its own unit', () => {
    const script = 'за 1 500 рублей и 50 %';
    const units = readScript(script, 'ru');
    expect(units.map(({ from, to }) => script.slice(from, to).trim())).toEqual([
      'за',
      '1 500',
      'рублей',
      'и',
      '50',
      '%',
    ]);
  });

  it('takes time that grows with the length of the script, not with its square', () => {
    const long = 'a'.repeat(4000) + ' 1'.repeat(4000) + '.'.repeat(4000);
    const started = performance.now();
    readScript(long, 'en');
    readScript(long, 'ru');
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
