import {
  type CountedNoun,
  countedForm,
  masculineNoun,
  type RussianCase,
  russianCardinal,
  russianDecimal,
} from './russian-numbers.ts';

/** Feminine nouns on -а or, after к, г, х and hissing sounds, with -и where others have -ы. */
function feminineNoun(stem: string, genitivePlural: string): CountedNoun {
  const hard = /[кгхжшчщ]$/.test(stem) ? 'и' : 'ы';
  return {
    gender: 'feminine',
    singular: {
      nominative: `${stem}а`,
      genitive: `${stem}${hard}`,
      dative: `${stem}е`,
      accusative: `${stem}у`,
      instrumental: `${stem}${/[жшчщц]$/.test(stem) ? 'ей' : 'ой'}`,
      prepositional: `${stem}е`,
    },
    plural: {
      nominative: `${stem}${hard}`,
      genitive: genitivePlural,
      dative: `${stem}ам`,
      accusative: `${stem}${hard}`,
      instrumental: `${stem}ами`,
      prepositional: `${stem}ах`,
    },
  };
}

const rouble: CountedNoun = {
  gender: 'masculine',
  singular: {
    nominative: 'рубль',
    genitive: 'рубля',
    dative: 'рублю',
    accusative: 'рубль',
    instrumental: 'рублём',
    prepositional: 'рубле',
  },
  plural: {
    nominative: 'рубли',
    genitive: 'рублей',
    dative: 'рублям',
    accusative: 'рубли',
    instrumental: 'рублями',
    prepositional: 'рублях',
  },
};

function unchanging(word: string): CountedNoun {
  const all: Readonly<Record<RussianCase, string>> = {
    nominative: word,
    genitive: word,
    dative: word,
    accusative: word,
    instrumental: word,
    prepositional: word,
  };
  return { gender: 'masculine', singular: all, plural: all };
}

const percent = masculineNoun('процент');
const kopeck = feminineNoun('копейк', 'копеек');
const thousands = feminineNoun('тысяч', 'тысяч');

/** What a sign or a shortened word after a number stands for. A second noun is not declined: "километров в час". */
const nouns: Readonly<Record<string, readonly [noun: CountedNoun, tail?: string]>> = {
  '%': [percent],
  '₽': [rouble],
  р: [rouble],
  руб: [rouble],
  rub: [rouble],
  $: [masculineNoun('доллар')],
  usd: [masculineNoun('доллар')],
  '€': [unchanging('евро')],
  eur: [unchanging('евро')],
  '£': [masculineNoun('фунт')],
  '₸': [unchanging('тенге')],
  '₴': [feminineNoun('гривн', 'гривен')],
  '¥': [feminineNoun('иен', 'иен')],
  коп: [kopeck],
  тыс: [thousands],
  млн: [masculineNoun('миллион')],
  млрд: [masculineNoun('миллиард')],
  'км/ч': [masculineNoun('километр'), 'в час'],
  'м/с': [masculineNoun('метр'), 'в секунду'],
  км: [masculineNoun('километр')],
  м: [masculineNoun('метр')],
  'м²': [masculineNoun('метр'), 'квадратных'],
  см: [masculineNoun('сантиметр')],
  мм: [masculineNoun('миллиметр')],
  кг: [masculineNoun('килограмм')],
  г: [masculineNoun('грамм')],
  гр: [masculineNoun('грамм')],
  мг: [masculineNoun('миллиграмм')],
  т: [feminineNoun('тонн', 'тонн')],
  л: [masculineNoun('литр')],
  мл: [masculineNoun('миллилитр')],
  ч: [masculineNoun('час')],
  мин: [feminineNoun('минут', 'минут')],
  сек: [feminineNoun('секунд', 'секунд')],
  с: [feminineNoun('секунд', 'секунд')],
  шт: [feminineNoun('штук', 'штук')],
  уп: [feminineNoun('упаковк', 'упаковок')],
  чел: [masculineNoun('человек', 'человек')],
  гб: [masculineNoun('гигабайт')],
  мб: [masculineNoun('мегабайт')],
  тб: [masculineNoun('терабайт')],
  gb: [masculineNoun('гигабайт')],
  mb: [masculineNoun('мегабайт')],
  tb: [masculineNoun('терабайт')],
  вт: [masculineNoun('ватт', 'ватт')],
  квт: [masculineNoun('киловатт', 'киловатт')],
  мач: [masculineNoun('миллиампер', 'миллиампер'), 'час'],
  mah: [masculineNoun('миллиампер', 'миллиампер'), 'час'],
  '°': [masculineNoun('градус')],
  '°c': [masculineNoun('градус'), 'цельсия'],
  '°с': [masculineNoun('градус'), 'цельсия'],
};

export const unitPattern =
  '(?:км/ч|м/с|руб|rub|usd|eur|коп|тыс|млн|млрд|км|м²|см|мм|кг|гр|мг|мл|мин|сек|шт|уп|чел|гб|мб|тб|[gmt]b|квт|вт|мач|mah|°[cс]?|[%₽$€£₸₴¥ргтлмчс])';

export interface RussianAmount {
  readonly digits: string;
  readonly fraction?: string | undefined;
  readonly form: RussianCase;
}

/** The number, agreeing with what is counted. */
export function amountWords({ digits, fraction, form }: RussianAmount, sign: string): string {
  const noun = nouns[sign.toLowerCase()]?.[0];
  if (fraction !== undefined) return russianDecimal(digits, fraction, form);
  return russianCardinal(digits, form, noun?.gender ?? 'masculine');
}

/** What is counted, agreeing with the number; a fraction is followed by the genitive singular. */
export function nounWords({ digits, fraction, form }: RussianAmount, sign: string): string {
  const entry = nouns[sign.toLowerCase()];
  if (!entry) return '';
  const [noun, tail = ''] = entry;
  const word = fraction === undefined ? countedForm(noun, digits, form) : noun.singular.genitive;
  return `${word} ${tail}`.trim();
}

/** Money with kopecks or cents: "999,90 ₽" is "девятьсот девяносто девять рублей девяносто копеек". */
export function moneyWithCoins(amount: RussianAmount, sign: string): string {
  const whole = { digits: amount.digits, form: amount.form };
  const main = `${amountWords(whole, sign)} ${nounWords(whole, sign)}`;
  const coins = String(Number((amount.fraction ?? '').padEnd(2, '0').slice(0, 2)));
  if (coins === '0') return main;
  const isRouble = /^(₽|р|руб|rub)$/i.test(sign);
  const coin = isRouble ? kopeck : sign === '£' ? masculineNoun('пенс') : masculineNoun('цент');
  const small = `${russianCardinal(coins, amount.form, coin.gender)} ${countedForm(coin, coins, amount.form)}`;
  return Number(amount.digits) === 0 ? small : `${main} ${small}`;
}
