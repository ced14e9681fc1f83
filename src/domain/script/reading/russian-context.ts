import type { RussianCase, RussianGender } from './russian-numbers.ts';

const caseOfPreposition: Readonly<Record<string, RussianCase>> = {
  от: 'genitive',
  до: 'genitive',
  из: 'genitive',
  без: 'genitive',
  для: 'genitive',
  около: 'genitive',
  после: 'genitive',
  более: 'genitive',
  менее: 'genitive',
  больше: 'genitive',
  меньше: 'genitive',
  свыше: 'genitive',
  порядка: 'genitive',
  всего: 'nominative',
  кроме: 'genitive',
  вместо: 'genitive',
  против: 'genitive',
  течение: 'genitive',
  у: 'genitive',
  с: 'genitive',
  со: 'genitive',
  к: 'dative',
  ко: 'dative',
  благодаря: 'dative',
  между: 'instrumental',
  перед: 'instrumental',
  о: 'prepositional',
  об: 'prepositional',
  при: 'prepositional',
  за: 'accusative',
  на: 'accusative',
  в: 'accusative',
  через: 'accusative',
};

/** The case that the word before a number asks for; nominative where it asks for none. */
export function caseAfter(before: string): RussianCase {
  const word = /(?:^|[^\p{L}])(\p{L}+)\s+$/u.exec(before)?.[1]?.toLowerCase();
  return caseOfPreposition[word ?? ''] ?? 'nominative';
}

/**
 * The gender of the noun after a number, by its ending: after two, "-и" and "-ы" are feminine (две недели), after one
 * "-а", "-я", "-у", "-ю" (одна неделя). An adjective in between hides it, and then "-ая" and "-ую" tell.
 */
export function genderOfNext(after: string, digits: string): RussianGender {
  const word = /^\s+(\p{Script=Cyrillic}+)/u.exec(after)?.[1]?.toLowerCase() ?? '';
  const rest = Number(digits.slice(-2));
  if (rest > 10 && rest < 20) return 'masculine';
  if (rest % 10 === 2) return /[иы]$/.test(word) ? 'feminine' : 'masculine';
  if (rest % 10 !== 1) return 'masculine';
  if (/(?:[ауюя]|ой|сть)$/.test(word)) return 'feminine';
  return /[оеё]$/.test(word) ? 'neuter' : 'masculine';
}

/** "1 неделю": an accusative that no preposition shows. */
export function caseByNoun(form: RussianCase, after: string): RussianCase {
  const word = /^\s+(\p{Script=Cyrillic}+)/u.exec(after)?.[1]?.toLowerCase() ?? '';
  return form === 'nominative' && /[ую]$/.test(word) ? 'accusative' : form;
}
