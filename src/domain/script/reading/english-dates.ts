import { englishCardinal, englishDigits, englishOrdinal, englishYear } from './english-numbers.ts';
import type { ReadingRule } from './reading-rule.ts';

const months = 'January February March April May June July August September October November December'.split(
  ' ',
);
const monthPattern = '(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)(?:[a-z]*|\\.)';

function monthName(typed: string): string {
  const found = months.find((month) => month.toLowerCase().startsWith(typed.slice(0, 3).toLowerCase()));
  return found?.toLowerCase() ?? typed;
}

/** "12/31/2025" American, month first unless it can only be a day; "31.12.2025" European. */
function numericDate(
  first: string,
  second: string,
  year: string | undefined,
  dayFirst: boolean,
): string | undefined {
  const swap = dayFirst || Number(first) > 12;
  const [month, day] = swap ? [Number(second), first] : [Number(first), second];
  const name = months[month - 1];
  if (!name || Number(day) < 1 || Number(day) > 31) return undefined;
  const spokenYear = year === undefined ? '' : englishYear(year.length === 2 ? `20${year}` : year);
  return `${name.toLowerCase()} ${englishOrdinal(String(Number(day)))} ${spokenYear}`;
}

function clock(hours: string, minutes: string): string {
  const hour = englishCardinal(String(Number(hours)));
  if (minutes === '00') return Number(hours) > 12 ? `${hour} hundred hours` : `${hour} o'clock`;
  return `${hour} ${minutes.startsWith('0') ? `oh ${englishDigits(minutes.slice(1))}` : englishCardinal(minutes)}`;
}

export const englishDateRules: readonly ReadingRule[] = [
  {
    pattern: /(\d{1,2})\/(\d{1,2})\/(\d{4}|\d{2})(?!\d)/uy,
    read: ([, first = '', second = '', year]) => numericDate(first, second, year, false),
  },
  {
    pattern: /(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})(?!\d)/uy,
    read: ([, first = '', second = '', year]) => numericDate(first, second, year, true),
  },
  {
    pattern: new RegExp(String.raw`${monthPattern}(\s)(\d{1,2})(?:st|nd|rd|th)?(?![\d:%])`, 'uy'),
    read: ([typed, month = '', , day = '']) => {
      if (Number(day) < 1 || Number(day) > 31) return undefined;
      const written = typed.search(/\s/);
      return [
        { length: written, spoken: monthName(month) },
        { length: typed.length - written, spoken: englishOrdinal(day) },
      ];
    },
  },
  {
    pattern: /([01]?\d|2[0-3]):([0-5]\d)(?:\s?([ap])\.?m(?:\.(?=\s*\p{Ll})|(?!\p{L})))?(?!\d)/iuy,
    read: ([, hours = '', minutes = '', half]) => {
      if (half === undefined) return clock(hours, minutes);
      const time = minutes === '00' ? englishCardinal(String(Number(hours))) : clock(hours, minutes);
      return `${time} ${half.toLowerCase() === 'a' ? 'ay' : 'pee'} em`;
    },
  },
  {
    pattern: /(1[0-2]|\d)\s?([ap])m(?!\p{L})/iuy,
    read: ([, hours = '', half = '']) =>
      `${englishCardinal(hours)} ${half.toLowerCase() === 'a' ? 'ay' : 'pee'} em`,
  },
];
