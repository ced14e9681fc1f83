import { longestNumberDigits, thousandsGroups } from './digits.ts';

export type RussianCase =
  | 'nominative'
  | 'genitive'
  | 'dative'
  | 'accusative'
  | 'instrumental'
  | 'prepositional';
export type RussianGender = 'masculine' | 'feminine' | 'neuter';

/** Forms in the order nominative, genitive, dative, instrumental, prepositional. */
type Forms = readonly [string, string, string, string, string];

const caseIndex: Readonly<Record<RussianCase, number>> = {
  nominative: 0,
  genitive: 1,
  dative: 2,
  accusative: 0,
  instrumental: 3,
  prepositional: 4,
};

const softForms = (stem: string): Forms => [`${stem}ь`, `${stem}и`, `${stem}и`, `${stem}ью`, `${stem}и`];

const teens =
  'десят одиннадцат двенадцат тринадцат четырнадцат пятнадцат шестнадцат семнадцат восемнадцат девятнадцат'.split(
    ' ',
  );

const units: readonly Forms[] = [
  ['ноль', 'нуля', 'нулю', 'нулём', 'нуле'],
  ['один', 'одного', 'одному', 'одним', 'одном'],
  ['два', 'двух', 'двум', 'двумя', 'двух'],
  ['три', 'трёх', 'трём', 'тремя', 'трёх'],
  ['четыре', 'четырёх', 'четырём', 'четырьмя', 'четырёх'],
  softForms('пят'),
  softForms('шест'),
  softForms('сем'),
  ['восемь', 'восьми', 'восьми', 'восемью', 'восьми'],
  softForms('девят'),
  ...teens.map(softForms),
];

const fiftyForms = (head: string, oblique: string): Forms => [
  `${head}десят`,
  `${oblique}десяти`,
  `${oblique}десяти`,
  `${head}юдесятью`,
  `${oblique}десяти`,
];

const tens: readonly Forms[] = [
  ['', '', '', '', ''],
  softForms('десят'),
  softForms('двадцат'),
  softForms('тридцат'),
  ['сорок', 'сорока', 'сорока', 'сорока', 'сорока'],
  fiftyForms('пятьдесят'.slice(0, 4), 'пяти'),
  fiftyForms('шесть', 'шести'),
  fiftyForms('семь', 'семи'),
  fiftyForms('восемь', 'восьми'),
  ['девяносто', 'девяноста', 'девяноста', 'девяноста', 'девяноста'],
];

const fiveHundredForms = (head: string, oblique: string, instrumental: string): Forms => [
  `${head}сот`,
  `${oblique}сот`,
  `${oblique}стам`,
  `${instrumental}стами`,
  `${oblique}стах`,
];

const hundreds: readonly Forms[] = [
  ['', '', '', '', ''],
  ['сто', 'ста', 'ста', 'ста', 'ста'],
  ['двести', 'двухсот', 'двумстам', 'двумястами', 'двухстах'],
  ['триста', 'трёхсот', 'трёмстам', 'тремястами', 'трёхстах'],
  ['четыреста', 'четырёхсот', 'четырёмстам', 'четырьмястами', 'четырёхстах'],
  fiveHundredForms('пять', 'пяти', 'пятью'),
  fiveHundredForms('шесть', 'шести', 'шестью'),
  fiveHundredForms('семь', 'семи', 'семью'),
  fiveHundredForms('восемь', 'восьми', 'восемью'),
  fiveHundredForms('девять', 'девяти', 'девятью'),
];

const feminineOne: Forms = ['одна', 'одной', 'одной', 'одной', 'одной'];

function unitWord(value: number, form: RussianCase, gender: RussianGender): string {
  if (gender === 'feminine') {
    if (value === 1) return form === 'accusative' ? 'одну' : (feminineOne[caseIndex[form]] ?? '');
    if (value === 2 && caseIndex[form] === 0) return 'две';
  }
  if (gender === 'neuter' && value === 1 && caseIndex[form] === 0) return 'одно';
  return units[value]?.[caseIndex[form]] ?? '';
}

function below1000(value: number, form: RussianCase, gender: RussianGender): string {
  const words = [hundreds[Math.floor(value / 100)]?.[caseIndex[form]] ?? ''];
  const rest = value % 100;
  if (rest >= 20) words.push(tens[Math.floor(rest / 10)]?.[caseIndex[form]] ?? '');
  const last = rest >= 20 ? rest % 10 : rest;
  if (last > 0) words.push(unitWord(last, form, gender));
  return words.filter((word) => word !== '').join(' ');
}

/** A noun that is counted: its forms after one, two and five, and in oblique cases. */
export interface CountedNoun {
  readonly gender: RussianGender;
  readonly singular: Readonly<Record<RussianCase, string>>;
  readonly plural: Readonly<Record<RussianCase, string>>;
}

const thousand: CountedNoun = {
  gender: 'feminine',
  singular: {
    nominative: 'тысяча',
    genitive: 'тысячи',
    dative: 'тысяче',
    accusative: 'тысячу',
    instrumental: 'тысячей',
    prepositional: 'тысяче',
  },
  plural: {
    nominative: 'тысячи',
    genitive: 'тысяч',
    dative: 'тысячам',
    accusative: 'тысячи',
    instrumental: 'тысячами',
    prepositional: 'тысячах',
  },
};

/** Masculine nouns on a hard consonant: рубль aside, most units and big numbers. */
export function masculineNoun(stem: string, genitivePlural = `${stem}ов`): CountedNoun {
  return {
    gender: 'masculine',
    singular: {
      nominative: stem,
      genitive: `${stem}а`,
      dative: `${stem}у`,
      accusative: stem,
      instrumental: `${stem}ом`,
      prepositional: `${stem}е`,
    },
    plural: {
      nominative: `${stem}ы`,
      genitive: genitivePlural,
      dative: `${stem}ам`,
      accusative: `${stem}ы`,
      instrumental: `${stem}ами`,
      prepositional: `${stem}ах`,
    },
  };
}

const scales: readonly (CountedNoun | undefined)[] = [
  undefined,
  thousand,
  masculineNoun('миллион'),
  masculineNoun('миллиард'),
];

/** The form of a noun after a whole number in a given case: 1 рубль, 2 рубля, 5 рублей, от 5 рублей. */
export function countedForm(noun: CountedNoun, digits: string, form: RussianCase): string {
  const rest = Number(digits.slice(-2));
  const last = rest % 10;
  const single = last === 1 && rest !== 11;
  if (single) return noun.singular[form];
  if (form !== 'nominative' && form !== 'accusative') return noun.plural[form];
  const few = last >= 2 && last <= 4 && (rest < 10 || rest > 20);
  return few ? noun.singular.genitive : noun.plural.genitive;
}

const digitNames = units.slice(0, 10).map(([nominative]) => nominative);

export function russianDigits(digits: string): string {
  return Array.from(digits, (digit) => digitNames[Number(digit)] ?? '').join(' ');
}

/** "1500" is "тысяча пятьсот"; in the genitive "тысячи пятисот". Longer than twelve digits: one by one. */
export function russianCardinal(
  digits: string,
  form: RussianCase = 'nominative',
  gender: RussianGender = 'masculine',
): string {
  if (digits.length > longestNumberDigits || /^0\d/.test(digits)) return russianDigits(digits);
  if (Number(digits) === 0) return unitWord(0, form, gender);
  const groups = thousandsGroups(digits);
  const words = groups.map((group, index) => {
    const scale = scales[groups.length - 1 - index];
    const value = Number(group);
    if (value === 0) return '';
    if (!scale) return below1000(value, form, gender);
    const noun = countedForm(scale, group, form);
    // Nobody says "одна тысяча" at the start of a price.
    return value === 1 && index === 0 ? noun : `${below1000(value, form, scale.gender)} ${noun}`;
  });
  return words.filter((word) => word !== '').join(' ');
}

const fractionNames = ['', 'десят', 'сот', 'тысячн'];

/** "3,5" is "три целых пять десятых"; "1,5" is "полтора"; longer fractions are read digit by digit. */
export function russianDecimal(whole: string, fraction: string, form: RussianCase = 'nominative'): string {
  const direct = form === 'nominative' || form === 'accusative';
  if (whole === '1' && fraction === '5' && direct) return 'полтора';
  const name = fractionNames[fraction.length];
  if (name === undefined) return `${russianCardinal(whole)} запятая ${russianDigits(fraction)}`;
  const ending = (digits: string) => (/(?:^|[^1])1$/.test(digits) ? (direct ? 'ая' : 'ой') : 'ых');
  const wholeWords = `${russianCardinal(whole, form, 'feminine')} цел${ending(whole)}`;
  const parts = String(Number(fraction));
  return `${wholeWords} ${russianCardinal(parts, form, 'feminine')} ${name}${ending(parts)}`;
}
