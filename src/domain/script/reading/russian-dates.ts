import type { ReadingPart, ReadingRule } from './reading-rule.ts';
import { caseAfter } from './russian-context.ts';
import { russianCardinal, russianDigits } from './russian-numbers.ts';
import { type OrdinalForm, russianOrdinal } from './russian-ordinals.ts';

const months = 'января февраля марта апреля мая июня июля августа сентября октября ноября декабря'.split(' ');

/** "31 декабря": when something happens is the genitive; "по 31" and "на 31" ask for the neuter. */
function dayForm(before: string): OrdinalForm {
  if (/(?:^|\s)(?:по|на|за)\s+$/i.test(before)) return 'neuter';
  return caseAfter(before) === 'dative' ? 'dative' : 'genitive';
}

function yearForm(noun: string, before: string): OrdinalForm {
  if (noun === 'год') return 'masculine';
  if (noun === 'году') return caseAfter(before) === 'dative' ? 'dative' : 'prepositional';
  if (noun === 'годом') return 'instrumental';
  if (noun === 'года') return 'genitive';
  return /(?:^|\s)в\s+$/i.test(before) ? 'prepositional' : 'genitive';
}

const yearNouns: Readonly<Partial<Record<OrdinalForm, string>>> = {
  prepositional: 'году',
  dative: 'году',
};

function dateParts(day: string, month: string, year: string | undefined, before: string): string | undefined {
  const name = months[Number(month) - 1];
  const spokenDay = russianOrdinal(String(Number(day)), dayForm(before));
  if (!name || Number(day) < 1 || Number(day) > 31 || !spokenDay) return undefined;
  if (year === undefined) return `${spokenDay} ${name}`;
  const fullYear = year.length === 2 ? `20${year}` : year;
  return `${spokenDay} ${name} ${russianOrdinal(fullYear, 'genitive')} года`;
}

function clockParts(hours: string, minutes: string, before: string): string {
  const form = caseAfter(before);
  const hour = russianCardinal(String(Number(hours)), form);
  if (minutes === '00') return `${hour} ноль ноль`;
  return `${hour} ${minutes.startsWith('0') ? russianDigits(minutes) : russianCardinal(minutes, form, 'feminine')}`;
}

export const russianDateRules: readonly ReadingRule[] = [
  {
    pattern: /(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})(?!\d)(?:\s?г(?:ода)?(?!\p{L}))?/uy,
    read: ([, day = '', month = '', year], { before }) => dateParts(day, month, year, before),
  },
  {
    pattern: /(\d{1,2})\.(0[1-9]|1[0-2])(?![\d.]*\d|\s?[%₽$€£\p{L}])/uy,
    read: ([, day = '', month = ''], { before }) =>
      /(?:^|\s)(?:до|с|по|к|на)\s+$/i.test(before) ? dateParts(day, month, undefined, before) : undefined,
  },
  {
    pattern: new RegExp(String.raw`(\d{1,2})(?=\s+(?:${months.join('|')})(?!\p{L}))`, 'iuy'),
    read: ([, day = ''], { before }) =>
      Number(day) < 1 || Number(day) > 31 ? undefined : russianOrdinal(day, dayForm(before)),
  },
  {
    pattern: /((?:1[5-9]|20)\d\d)(\s*)(года|году|годом|год|г)(?!\p{L})/uy,
    read: ([, year = '', gap = '', noun = ''], { before }): readonly ReadingPart[] => {
      const form = yearForm(noun, before);
      const spokenNoun = noun === 'г' ? (yearNouns[form] ?? 'года') : noun;
      return [
        { length: year.length + gap.length, spoken: russianOrdinal(year, form) ?? '' },
        { length: noun.length, spoken: spokenNoun },
      ];
    },
  },
  {
    pattern: /([01]?\d|2[0-3]):([0-5]\d)(?!\d)/uy,
    read: ([, hours = '', minutes = ''], { before }) => clockParts(hours, minutes, before),
  },
];
