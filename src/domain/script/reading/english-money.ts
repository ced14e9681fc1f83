import { plainDigits } from './digits.ts';
import { englishCardinal, englishDecimal } from './english-numbers.ts';

interface Currency {
  readonly one: string;
  readonly many: string;
  readonly cent: string;
  readonly cents: string;
}

const dollar: Currency = { one: 'dollar', many: 'dollars', cent: 'cent', cents: 'cents' };
const currencies: Readonly<Record<string, Currency>> = {
  $: dollar,
  usd: dollar,
  '£': { one: 'pound', many: 'pounds', cent: 'penny', cents: 'pence' },
  gbp: { one: 'pound', many: 'pounds', cent: 'penny', cents: 'pence' },
  '€': { one: 'euro', many: 'euros', cent: 'cent', cents: 'cents' },
  eur: { one: 'euro', many: 'euros', cent: 'cent', cents: 'cents' },
  '₽': { one: 'ruble', many: 'rubles', cent: 'kopeck', cents: 'kopecks' },
  rub: { one: 'ruble', many: 'rubles', cent: 'kopeck', cents: 'kopecks' },
  '¥': { one: 'yen', many: 'yen', cent: '', cents: '' },
};

const scaleWords: Readonly<Record<string, string>> = {
  k: 'thousand',
  m: 'million',
  mln: 'million',
  b: 'billion',
  bn: 'billion',
};

export function englishScale(suffix: string | undefined): string {
  return scaleWords[suffix?.toLowerCase() ?? ''] ?? '';
}

/** "$9.99" is "nine dollars ninety nine cents", "$1.5M" is "one point five million dollars". */
export function englishMoney(symbol: string, whole: string, fraction = '', suffix = ''): string | undefined {
  const currency = currencies[symbol.toLowerCase()];
  if (!currency) return undefined;
  const digits = plainDigits(whole);
  const scale = englishScale(suffix);
  if (scale !== '') {
    const amount = fraction === '' ? englishCardinal(digits) : englishDecimal(digits, fraction);
    return `${amount} ${scale} ${currency.many}`;
  }
  const amount = `${englishCardinal(digits)} ${Number(digits) === 1 ? currency.one : currency.many}`;
  const cents = Number(fraction.padEnd(2, '0').slice(0, 2));
  if (cents === 0 || currency.cents === '') return amount;
  const small = `${englishCardinal(String(cents))} ${cents === 1 ? currency.cent : currency.cents}`;
  return Number(digits) === 0 ? small : `${amount} ${small}`;
}
