import { dropRules } from './common-rules.ts';
import { plainDigits } from './digits.ts';
import type { ReadingPart, ReadingRule } from './reading-rule.ts';
import { caseAfter, caseByNoun, genderOfNext } from './russian-context.ts';
import { russianDateRules } from './russian-dates.ts';
import { amountWords, moneyWithCoins, nounWords, unitPattern } from './russian-nouns.ts';
import { russianCardinal, russianDecimal, russianDigits } from './russian-numbers.ts';
import { ordinalFormOf, russianOrdinal } from './russian-ordinals.ts';
import { brandReading, capitalsReading, russianAbbreviation } from './russian-words.ts';
import { type AddressWords, emailAddress, spokenAddress, webAddress } from './web-address.ts';

const addressWords: AddressWords = {
  at: 'собака',
  dot: 'точка',
  slash: 'слэш',
  dash: 'дефис',
  underscore: 'подчёркивание',
  label: (text) => (/^\p{Nd}/u.test(text) ? russianCardinal(text) : russianWord(text)),
};

const acute = '\u0301';
const twoToFour = /(?:(?:^|[^1\d])[234]|[02-9][234]|[.,]\d+|(?:^|\s)(?:два|три|четыре|полтора))\s+$/iu;

/** Shouted capitals become a word, abbreviations are spelled, known brands are said as Russians say them. */
function russianWord(typed: string): string {
  return capitalsReading(typed) ?? brandReading(typed) ?? typed.replaceAll('’', "'").toLowerCase();
}

const number = String.raw`(\d{1,3}(?:[ \u00A0\u202F]\d{3})+(?!\d)|\d{1,3}(?:\.\d{3})+(?![\d.])|\d+)(?:[.,](\d+)(?![.,]\d))?`;
const sign = new RegExp(String.raw`${number}(\s?)(${unitPattern})(?![\p{L}\d²])`, 'iuy');
const currencySign = /^(?:[₽$€£]|р|руб|rub|usd|eur)$/i;

/** Number and unit as two parts, so that "50 %" or "1500 руб" keep a time of their own for each typed word. */
function readAmount(match: RegExpExecArray, before: string): readonly ReadingPart[] {
  const [typed, whole = '', fraction, gap = '', unit = ''] = match;
  const amount = { digits: plainDigits(whole), fraction, form: caseAfter(before) };
  const numberLength = typed.length - unit.length - gap.length;
  if (fraction !== undefined && currencySign.test(unit)) {
    return [{ length: typed.length, spoken: moneyWithCoins(amount, unit) }];
  }
  return [
    { length: numberLength + gap.length, spoken: minus(before) + amountWords(amount, unit) },
    { length: unit.length, spoken: nounWords(amount, unit) },
  ];
}

function minus(before: string): string {
  return /(?:^|\s)[-−–]$/.test(before) ? 'минус ' : '';
}

/** Each group on its own: "8 800 555-35-35" is "восемь восемьсот пятьсот пятьдесят пять тридцать пять тридцать пять". */
function readPhone(typed: string): readonly ReadingPart[] {
  return Array.from(typed.matchAll(/\+?\d+[^\d+]*/g), ([group]) => {
    const digits = group.replace(/\D/g, '');
    const plus = group.startsWith('+') ? 'плюс ' : '';
    const zeros = /^0*/.exec(digits)?.[0] ?? '';
    const rest = digits.slice(zeros.length);
    const spoken = rest === '' ? russianDigits(zeros) : `${russianDigits(zeros)} ${russianCardinal(rest)}`;
    return { length: group.length, spoken: plus + spoken };
  });
}

/** "3-х" counts (трёх), "20-х" orders (двадцатых); "10-ти" is десяти, "5-й" пятый. */
function readEnding(digits: string, ending: string): string | undefined {
  const counted: Readonly<Record<string, 'genitive' | 'instrumental'>> = {
    ти: 'genitive',
    и: 'genitive',
    мя: 'instrumental',
    ми: 'instrumental',
  };
  const suffix = ending.toLowerCase();
  if (suffix === 'х' && Number(digits) < 5) return russianCardinal(digits, 'genitive');
  const form = counted[suffix];
  if (form) return russianCardinal(digits, form);
  const ordinal = ordinalFormOf(suffix);
  return ordinal && russianOrdinal(digits, ordinal);
}

const fractions: Readonly<Record<string, string>> = {
  '1/2': 'половина',
  '1/3': 'треть',
  '1/4': 'четверть',
  '2/3': 'две трети',
  '3/4': 'три четверти',
};

const numberRules: readonly ReadingRule[] = [
  {
    pattern: /(?:\+\d|8)[\s-]*\(?\d{3}\)?[\s-]*\d{3}[\s-]?\d{2}[\s-]?\d{2}(?!\d)/uy,
    read: ([typed]) => readPhone(typed),
  },
  { pattern: /\d{2,3}-\d{2}-\d{2}(?!\d)/uy, read: ([typed]) => readPhone(typed) },
  ...russianDateRules,
  {
    pattern: new RegExp(String.raw`([$€£])\s?${number}(?:\s?(тыс|млн|млрд)(?!\p{L}))?`, 'iuy'),
    read: ([, symbol = '', whole = '', fraction, scale], { before }) => {
      const amount = { digits: plainDigits(whole), fraction, form: caseAfter(before) };
      if (scale === undefined) return moneyWithCoins(amount, symbol);
      const many = nounWords({ digits: '5', form: amount.form }, symbol);
      return `${amountWords(amount, scale)} ${nounWords(amount, scale)} ${many}`;
    },
  },
  {
    pattern:
      /(\d+)-(ый|ий|ой|ая|ья|ое|ые|ого|его|ому|ым|ом|ем|ых|ую|го|му|ти|мя|ми|й|я|е|х|ю|м|и)(?!\p{L})/iuy,
    read: ([, digits = '', ending = '']) => readEnding(digits, ending),
  },
  { pattern: sign, read: (match, { before }) => readAmount(match, before) },
  { pattern: /24\/7(?!\d)/uy, read: () => 'двадцать четыре на семь' },
  { pattern: /[123]\/[234](?![\d/])/uy, read: ([typed]) => fractions[typed] },
  {
    pattern: /(\d+)\/(?=\d)/uy,
    read: ([, digits = '']) => `${russianCardinal(digits)} на`,
  },
  {
    pattern: /(\d+)\s?[x×х](?![\p{L}\d])/iuy,
    read: ([, digits = '']) => `${russianCardinal(digits)} икс`,
  },
  {
    pattern: new RegExp(number, 'uy'),
    read: ([, whole = '', fraction], { before, after }) => {
      const digits = plainDigits(whole);
      const plus = /^\+(?!\d)/.test(after) ? ' плюс' : '';
      const form = caseAfter(before);
      if (fraction !== undefined) return `${minus(before)}${russianDecimal(digits, fraction, form)}${plus}`;
      const gender = genderOfNext(after, digits);
      return `${minus(before)}${russianCardinal(digits, caseByNoun(form, after), gender)}${plus}`;
    },
  },
  { pattern: /\p{Nd}+/uy, read: ([digits]) => russianDigits(digits.normalize('NFKC')) },
];

const signs: Readonly<Record<string, string>> = {
  '&': 'и',
  '@': 'собака',
  '%': 'процентов',
  '=': 'равно',
  '₽': 'рублей',
  $: 'долларов',
  '€': 'евро',
  '°': 'градусов',
};

/** Dots of these are not a sentence's end by themselves; whether one follows is left to the dot. */
const shortened =
  /т\.\s?[дпек](?=\.)|(?:др|пр|напр|макс|руб|шт)(?=\.)|(?:см|тел|ул|стр|им|св)\.(?=\s?[\p{Lu}\d+])|[гд]\.(?=\s?[\p{Lu}\d])|кол-во(?!\p{L})|р-н(?!\p{L})/iuy;

export const russianRules: readonly ReadingRule[] = [
  { pattern: emailAddress, read: ([address]) => spokenAddress(address, addressWords) },
  { pattern: webAddress, read: ([address]) => spokenAddress(address, addressWords) },
  { pattern: /[№#]\s?(?=\d)/uy, read: () => 'номер' },
  { pattern: /#(?=\p{L})/uy, read: () => 'хештег' },
  ...numberRules,
  {
    pattern: shortened,
    read: ([typed], { before }) => {
      if (/[\p{L}\d]$/u.test(before)) return undefined;
      return russianAbbreviation(typed) ?? russianAbbreviation(`${typed}.`);
    },
  },
  // "2 часа́", but "в течение ча́са".
  {
    pattern: /часа(?!\p{L}|\p{M})/iuy,
    read: (_match, { before }) => (twoToFour.test(before) ? `часа${acute}` : undefined),
  },
  ...dropRules,
  {
    pattern: new RegExp(
      String.raw`\p{Script=Cyrillic}[\p{Script=Cyrillic}${acute}]*(?:['’-][\p{Script=Cyrillic}${acute}]+)*`,
      'uy',
    ),
    read: ([word]) => russianWord(word),
  },
  {
    pattern: /\p{Script=Latin}[\p{Script=Latin}\p{M}]*(?:['’-]\p{Script=Latin}+)*/uy,
    read: ([word]) => russianWord(word),
  },
  { pattern: /\p{L}[\p{L}\p{M}]*/uy, read: ([word]) => word },
  { pattern: /[&@%=₽$€°]/uy, read: ([sign]) => signs[sign] ?? '' },
  { pattern: /\+(?=\s|\p{L})/uy, read: (_match, { before }) => (/\d$/.test(before) ? '' : 'плюс') },
];
