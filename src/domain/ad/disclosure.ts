import { type Disclosure, disclosures } from './ad.ts';

/** What an ad is marked with where nobody chose anything. */
export const defaultDisclosure: Disclosure = 'badge';

export function isWeaker(disclosure: Disclosure, than: Disclosure): boolean {
  return disclosures.indexOf(disclosure) < disclosures.indexOf(than);
}

export function strongestDisclosure(first: Disclosure, ...others: readonly Disclosure[]): Disclosure {
  return others.reduce((strongest, other) => (isWeaker(strongest, other) ? other : strongest), first);
}
