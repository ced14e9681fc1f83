import { dropRules } from './common-rules.ts';
import { plainDigits } from './digits.ts';
import { englishDateRules } from './english-dates.ts';
import { englishMoney, englishScale } from './english-money.ts';
import {
  englishCardinal,
  englishDecimal,
  englishDigits,
  englishOrdinal,
  englishYear,
} from './english-numbers.ts';
import {
  englishAbbreviation,
  englishLetters,
  englishUnit,
  isSpelledCapitals,
  unitPattern,
} from './english-words.ts';
import type { ReadingPart, ReadingRule } from './reading-rule.ts';
import { transliterated } from './transliteration.ts';
import { type AddressWords, emailAddress, spokenAddress, webAddress } from './web-address.ts';

const addressWords: AddressWords = {
  at: 'at',
  dot: 'dot',
  slash: 'slash',
  dash: 'dash',
  underscore: 'underscore',
  label: (text) => (/^\p{Nd}/u.test(text) ? englishDigits(text) : englishWord(text)),
};

/** Letters only, without accents that flite would drop; capitals that are an abbreviation are spelled. */
function englishWord(typed: string): string {
  const known = englishAbbreviation(typed);
  if (known !== undefined) return known;
  if (isSpelledCapitals(typed)) return englishLetters(typed);
  const latin = transliterated(typed).normalize('NFD').replace(/\p{M}/gu, '').replaceAll('’', "'");
  return latin.replace(/[^A-Za-z'-]/g, '').toLowerCase();
}

const number = String.raw`(\d{1,3}(?:,\d{3})+|\d{1,3}(?:[\u00A0\u202F ]\d{3})+(?!\d)|\d+)(?:\.(\d+))?`;

function amount(whole: string, fraction: string | undefined): string {
  const digits = plainDigits(whole);
  return fraction === undefined ? englishCardinal(digits) : englishDecimal(digits, fraction);
}

function readPhone(typed: string): readonly ReadingPart[] {
  return Array.from(typed.matchAll(/[^\d]*\d+[^\d(]*/g), ([group]) => ({
    length: group.length,
    spoken: `${group.includes('+') ? 'plus ' : ''}${englishDigits(group.replace(/\D/g, ''))}`,
  }));
}

const numberRules: readonly ReadingRule[] = [
  {
    pattern: new RegExp(String.raw`([$€£₽¥])\s?${number}(k|m|mln|bn?)?(?![\p{L}\d])`, 'iuy'),
    read: ([, symbol = '', whole = '', fraction, suffix]) => englishMoney(symbol, whole, fraction, suffix),
  },
  {
    pattern: new RegExp(String.raw`${number}(k|m|mln|bn?)?\s?([$€£₽¥]|(?:usd|eur|gbp|rub)(?!\p{L}))`, 'iuy'),
    read: ([, whole = '', fraction, suffix, symbol = '']) => englishMoney(symbol, whole, fraction, suffix),
  },
  // Phone numbers: groups joined by hyphens, blanks or brackets, seven digits or more, or an international prefix.
  {
    pattern: /(?:\+\d{1,3}[\s-]?)?\(?\d{3,4}\)?(?:[\s-]\d{2,4}){1,4}(?![\d.,]?\d)/uy,
    read: ([typed]) => {
      if (typed.replace(/\D/g, '').length < 7 || /^\d{1,3}( \d{3})+$/.test(typed)) return undefined;
      return readPhone(typed);
    },
  },
  { pattern: /24\/7(?!\d)/uy, read: () => 'twenty four seven' },
  {
    pattern: new RegExp(String.raw`${number}\s?%`, 'uy'),
    read: ([, whole = '', fraction]) => `${amount(whole, fraction)} percent`,
  },
  {
    pattern: new RegExp(String.raw`${number}\s?${unitPattern}(?![\p{L}\d])`, 'uy'),
    read: ([typed, whole = '', fraction]) => {
      const unit = typed.slice(whole.length + (fraction === undefined ? 0 : fraction.length + 1)).trim();
      const spoken = englishUnit(unit, whole === '1' && fraction === undefined);
      return spoken && `${amount(whole, fraction)} ${spoken}`;
    },
  },
  { pattern: /(\d+)(?:st|nd|rd|th)(?!\p{L})/iuy, read: ([, digits = '']) => englishOrdinal(digits) },
  { pattern: /(\d+)\s?[x×](?![\p{L}\d])/iuy, read: ([, digits = '']) => `${englishCardinal(digits)} times` },
  { pattern: /(\d+)\s?[x×]\s?(?=\d)/iuy, read: ([, digits = '']) => `${englishCardinal(digits)} by` },
  {
    pattern: new RegExp(String.raw`${number}([kKMB]|mln|bn)(?![\p{L}\d])`, 'uy'),
    read: ([, whole = '', fraction, suffix]) => `${amount(whole, fraction)} ${englishScale(suffix)}`,
  },
  {
    pattern: /(\d+)\s?[-–—]\s?(?=\d)/uy,
    read: ([, digits = ''], { before }) =>
      /[\d-]$/.test(before) ? undefined : `${englishCardinal(digits)} to`,
  },
  {
    pattern: /(?:1[5-9]|20)\d\d(?![\d,.]?\d)/uy,
    read: ([digits], { before }) =>
      /(?:\b(?:in|since|of|by|from|until|for|year)|\d,?) $/i.test(before) ? englishYear(digits) : undefined,
  },
  {
    pattern: new RegExp(number, 'uy'),
    read: ([, whole = '', fraction], { after, before }) => {
      const minus = /(?:^|\s)[-−–]$/.test(before) ? 'minus ' : '';
      const plus = /^\+(?!\d)/.test(after) ? ' plus' : '';
      return `${minus}${amount(whole, fraction)}${plus}`;
    },
  },
  { pattern: /\p{Nd}+/uy, read: ([digits]) => englishDigits(digits.normalize('NFKC')) },
];

const signs: Readonly<Record<string, string>> = {
  '&': 'and',
  '@': 'at',
  '%': 'percent',
  '=': 'equals',
  '€': 'euro',
  '£': 'pound',
  $: 'dollar',
  '₽': 'ruble',
  '№': 'number',
  '°': 'degree',
  '~': 'about',
};

export const englishRules: readonly ReadingRule[] = [
  { pattern: emailAddress, read: ([address]) => spokenAddress(address, addressWords) },
  { pattern: webAddress, read: ([address]) => spokenAddress(address, addressWords) },
  ...englishDateRules,
  { pattern: /(?:#|№)\s?(?=\d)/uy, read: () => 'number' },
  { pattern: /#(?=\p{L})/uy, read: () => 'hashtag' },
  ...numberRules,
  // A title's dot never ends a sentence.
  {
    pattern: /(?:dr|mrs?|ms|vs|approx)\.(?!\p{L})|(?:e\.g|i\.e)\.|w\/o?(?=\s)/iuy,
    read: ([typed]) => englishAbbreviation(typed),
  },
  { pattern: /(?:no|qty)\.(?=\s?\d)|st\.(?=\s\p{Lu})/iuy, read: ([typed]) => englishAbbreviation(typed) },
  // Whether the last dot of these also ends the sentence is left to the dot.
  {
    pattern: /(?:[ap]\.m|etc|jr|inc|ltd)(?=\.)/iuy,
    read: ([typed]) => englishAbbreviation(`${typed}.`),
  },
  ...dropRules,
  { pattern: /[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*/uy, read: ([word]) => englishWord(word) },
  { pattern: /[&@%=€£$₽№°~]/uy, read: ([sign]) => signs[sign] ?? '' },
  { pattern: /\+(?=\s|\p{L})/uy, read: (_match, { before }) => (/\d$/.test(before) ? '' : 'plus') },
];
