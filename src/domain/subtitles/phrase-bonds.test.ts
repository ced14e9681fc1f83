import { expect, it } from 'vitest';
import { breakFault, endsSentence } from './phrase-bonds.ts';

it.each([
  ['до', 'пятницы'],
  ['«в', 'магазине'],
  ['the', 'code'],
  ['5', 'минут'],
  ['1', '990'],
  ['$5', 'million'],
  ['million', 'dollars'],
  ['№', '5'],
  ['А.', 'Пушкин'],
  ['Dr.', 'Smith'],
  ['знал', 'бы'],
])('never parts %s from %s without need', (left, right) => {
  expect(breakFault(left, right)).toBe(1);
});

it.each([
  ['Анна', 'Иванова'],
  ["I'm", 'happy'],
  ['только', 'сегодня'],
  ['Google', 'Pixel'],
])('would rather keep %s with %s', (left, right) => {
  expect(breakFault(left, right)).toBeGreaterThan(0);
  expect(breakFault(left, right)).toBeLessThan(1);
});

it.each([
  ['пятницы,', 'в'],
  ['off', 'before'],
  ['рублей', 'попробуй'],
  ['месяца.', 'Анна'],
])('parts %s from %s at will', (left, right) => {
  expect(breakFault(left, right)).toBe(0);
});

it('hears the end of a sentence behind an emoji, and none in a shortened word', () => {
  expect(['неделю!🔥', 'again.”', 'ул.', 'Mr.', 'А.', 'и'].map(endsSentence)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});
