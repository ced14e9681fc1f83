import { longestNumberDigits, thousandsGroups } from './digits.ts';

const small =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const tens = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const scales = ['', 'thousand', 'million', 'billion'];
const irregularOrdinals: Readonly<Record<string, string>> = {
  one: 'first',
  two: 'second',
  three: 'third',
  five: 'fifth',
  eight: 'eighth',
  nine: 'ninth',
  twelve: 'twelfth',
};

/** "1200" is "one thousand two hundred"; more than twelve digits are read one by one. */
export function englishCardinal(digits: string): string {
  if (digits.length > longestNumberDigits || /^0\d/.test(digits)) return englishDigits(digits);
  if (Number(digits) === 0) return 'zero';
  const groups = thousandsGroups(digits);
  return groups
    .map((group, index) =>
      Number(group) === 0 ? '' : `${below1000(Number(group))} ${scales[groups.length - 1 - index]}`,
    )
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function below1000(value: number): string {
  const hundreds = Math.floor(value / 100);
  const rest = value % 100;
  const head = hundreds > 0 ? `${small[hundreds]} hundred ` : '';
  if (rest === 0) return head.trim();
  if (rest < 20) return `${head}${small[rest]}`;
  return `${head}${tens[Math.floor(rest / 10)]}${rest % 10 === 0 ? '' : ` ${small[rest % 10]}`}`;
}

/** "21" is "twenty first". */
export function englishOrdinal(digits: string): string {
  const words = englishCardinal(digits).split(' ');
  const last = words.pop() ?? '';
  return [
    ...words,
    irregularOrdinals[last] ?? (last.endsWith('y') ? `${last.slice(0, -1)}ieth` : `${last}th`),
  ].join(' ');
}

/** "2025" is "twenty twenty five", "2005" is "two thousand five", "1900" is "nineteen hundred". */
export function englishYear(digits: string): string {
  const century = Number(digits.slice(0, 2));
  const rest = Number(digits.slice(2));
  if (century % 10 === 0 && rest < 10) return englishCardinal(digits);
  if (rest === 0) return `${englishCardinal(String(century))} hundred`;
  const tail = rest < 10 ? `oh ${small[rest]}` : englishCardinal(String(rest));
  return `${englishCardinal(String(century))} ${tail}`;
}

export function englishDigits(digits: string): string {
  return Array.from(digits, (digit) => small[Number(digit)] ?? '').join(' ');
}

/** "3.5" is "three point five". */
export function englishDecimal(whole: string, fraction: string): string {
  return `${englishCardinal(whole === '' ? '0' : whole)} point ${englishDigits(fraction)}`;
}
