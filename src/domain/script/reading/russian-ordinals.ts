import { russianCardinal } from './russian-numbers.ts';

export type OrdinalForm =
  | 'masculine'
  | 'feminine'
  | 'neuter'
  | 'plural'
  | 'genitive'
  | 'genitivePlural'
  | 'dative'
  | 'instrumental'
  | 'prepositional'
  | 'feminineAccusative'
  | 'feminineOblique';

const endings: Readonly<Record<OrdinalForm, readonly [hard: string, third: string]>> = {
  masculine: ['ый', 'ий'],
  feminine: ['ая', 'ья'],
  neuter: ['ое', 'ье'],
  plural: ['ые', 'ьи'],
  genitive: ['ого', 'ьего'],
  genitivePlural: ['ых', 'ьих'],
  dative: ['ому', 'ьему'],
  instrumental: ['ым', 'ьим'],
  prepositional: ['ом', 'ьем'],
  feminineAccusative: ['ую', 'ью'],
  feminineOblique: ['ой', 'ьей'],
};

const small =
  'нулев перв втор трет четвёрт пят шест седьм восьм девят десят одиннадцат двенадцат тринадцат четырнадцат пятнадцат шестнадцат семнадцат восемнадцат девятнадцат'.split(
    ' ',
  );
const tens = [
  '',
  '',
  'двадцат',
  'тридцат',
  'сороков',
  'пятидесят',
  'шестидесят',
  'семидесят',
  'восьмидесят',
  'девяност',
];
const hundreds = [
  '',
  'сот',
  'двухсот',
  'трёхсот',
  'четырёхсот',
  'пятисот',
  'шестисот',
  'семисот',
  'восьмисот',
  'девятисот',
];
const stressedEnding = new Set(['нулев', 'втор', 'шест', 'седьм', 'восьм', 'сороков']);

/** "21" is "двадцать первый", "2000" is "двухтысячный"; numbers past 9999 have no ordinal in an ad. */
export function russianOrdinal(digits: string, form: OrdinalForm): string | undefined {
  const value = Number(digits);
  if (value > 9999 || digits.length > 4) return undefined;
  const [stem, rest] = lastPart(value);
  const head = rest > 0 ? `${russianCardinal(String(rest))} ` : '';
  if (stem === 'трет') return `${head}${stem}${endings[form][1]}`;
  const ending = form === 'masculine' && stressedEnding.has(stem) ? 'ой' : endings[form][0];
  return `${head}${stem}${ending}`;
}

/** The part that is declined, and what is said before it. */
function lastPart(value: number): readonly [stem: string, rest: number] {
  const below100 = value % 100;
  if (below100 > 0 && below100 < 20) return [small[below100] ?? '', value - below100];
  if (value === 0) return ['нулев', 0];
  if (below100 % 10 > 0) return [small[below100 % 10] ?? '', value - (below100 % 10)];
  if (below100 > 0) return [tens[below100 / 10] ?? '', value - below100];
  const below1000 = value % 1000;
  if (below1000 > 0) return [hundreds[below1000 / 100] ?? '', value - below1000];
  const thousands = value / 1000;
  const joined = thousands === 1 ? '' : russianCardinal(String(thousands), 'genitive').replaceAll(' ', '');
  return [`${joined}тысячн`, 0];
}

const bySuffix: Readonly<Record<string, OrdinalForm>> = {
  й: 'masculine',
  ый: 'masculine',
  ий: 'masculine',
  ой: 'masculine',
  я: 'feminine',
  ая: 'feminine',
  ья: 'feminine',
  е: 'neuter',
  ое: 'neuter',
  ые: 'plural',
  го: 'genitive',
  ого: 'genitive',
  его: 'genitive',
  му: 'dative',
  ому: 'dative',
  ым: 'instrumental',
  ом: 'prepositional',
  ем: 'prepositional',
  х: 'genitivePlural',
  ых: 'genitivePlural',
  ю: 'feminineAccusative',
  ую: 'feminineAccusative',
  м: 'prepositional',
};

/** The form that a written ending asks for: 1-й, 2-я, 3-го; undefined where it is no ordinal's ending. */
export function ordinalFormOf(suffix: string): OrdinalForm | undefined {
  return bySuffix[suffix.toLowerCase()];
}
