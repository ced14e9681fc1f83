import type { InterfaceLanguage } from '../../domain/person/profile.ts';

/** Numbers, dates and plural forms of one language. */
export interface Wording {
  number(value: number): string;
  /** With its sign, unless it is 0. */
  change(value: number): string;
  usd(value: number): string;
  bytes(value: number): string;
  /** Moscow's time, as operators keep it. */
  dateTime(at: Date): string;
  /** The day alone, of Moscow. */
  date(at: Date): string;
  /** `forms` by CLDR's category: one, few, many, other. */
  plural(count: number, forms: Partial<Record<Intl.LDMLPluralRule, string>>): string;
}

const locales = { ru: 'ru-RU', en: 'en-GB' } as const;
const units = {
  ru: ['Б', 'КБ', 'МБ', 'ГБ', 'ТБ'],
  en: ['B', 'kB', 'MB', 'GB', 'TB'],
} as const;

export function wordingOf(language: InterfaceLanguage): Wording {
  const locale = locales[language];
  const rules = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale);
  const money = new Intl.NumberFormat(locale, { style: 'currency', currency: 'USD' });
  const dates = new Intl.DateTimeFormat(locale, {
    dateStyle: 'short',
    timeStyle: 'short',
    timeZone: 'Europe/Moscow',
  });
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeZone: 'Europe/Moscow' });
  const number = (value: number) => numbers.format(value);
  return {
    number,
    change: (value) => `${value > 0 ? '+' : value < 0 ? '−' : ''}${number(Math.abs(value))}`,
    usd: (value) => money.format(value),
    bytes: (value) => {
      const power = value < 1000 ? 0 : Math.min(4, Math.floor(Math.log10(value) / 3));
      const digits = power === 0 ? 0 : 1;
      const amount = new Intl.NumberFormat(locale, { maximumFractionDigits: digits });
      return `${amount.format(value / 1000 ** power)}\u00a0${units[language][power]}`;
    },
    dateTime: (at) => dates.format(at),
    date: (at) => days.format(at),
    plural: (count, forms) => `${number(count)} ${forms[rules.select(count)] ?? forms.other ?? ''}`,
  };
}
