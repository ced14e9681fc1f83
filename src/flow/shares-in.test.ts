import { expect, it } from 'vitest';
import { sharesIn } from './shares-in.ts';

it.each([
  '0.3 0.5 0.4',
  '0,3 0,5 0,4',
  '0.3, 0.5, 0.4',
  '0.3,0.5,0.4',
  '0,3; 0,5; 0,4',
  '0,3, 0,5, 0,4',
  '30% 50% 40%',
  '30 %,50 %, 40 %',
  '٠٫٣ ٠٫٥ ٠٫٤',
  '٣٠٪، ٥٠٪، ٤٠٪',
  '۰٫۳ ۰٫۵ ۰٫۴',
  '０．３　０．５　０．４',
  '.3\u00a0.5\n.4',
])('shares are read as people write them: %s', (text) => {
  expect(sharesIn(text)).toEqual([0.3, 0.5, 0.4]);
});

it.each([
  '-0.3',
  '1e-1',
  '0x1',
  'NaN',
  'Infinity',
  '',
  '1/3',
  '0..3',
  '0.3.5',
  '0,3,0,5',
  'r=0.3',
  '%',
  '1%%',
])('what is no share is told from one: %s', (text) =>
  expect(sharesIn(text).every(Number.isFinite)).toBe(false),
);
