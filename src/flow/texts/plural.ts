/** Picks a word's form for a count by the rules of a language; the last form serves every kind that is left out. */
export function pluralOf(locale: string): (count: number, forms: PluralForms) => string {
  const rules = new Intl.PluralRules(locale);
  return (count, forms) => forms[rules.select(count)] ?? forms.other;
}

export type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string };

/** A count with its word, never parted at the end of a line. */
export function countedBy(locale: string): (count: number, forms: PluralForms) => string {
  const plural = pluralOf(locale);
  const numbers = new Intl.NumberFormat(locale);
  return (count, forms) => `${numbers.format(count)}\u00a0${plural(count, forms)}`;
}
