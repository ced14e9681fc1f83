import type { AnytimeName } from './anytime.ts';
import type { Facts } from './facts.ts';
import type { Texts } from './texts/texts.ts';
import type { Button } from './view.ts';

type Style = 'primary' | 'success' | 'danger';
export type Row = readonly Button[];

export function button(text: string, name: string, value?: string | number, style?: Style): Button {
  const press = value === undefined ? { name } : { name, value: String(value) };
  return { text, press, ...(style && { style }) };
}

export function anytime(text: string, name: AnytimeName, value?: string, style?: Style): Button {
  return { text, anytime: value === undefined ? { name } : { name, value }, ...(style && { style }) };
}

/** Only the pages that exist; no row where there is one page. */
export function pager(texts: Texts, listed: { readonly page: number; readonly hasNext: boolean }): Row[] {
  const row = [
    ...(listed.page > 0 ? [button(texts.common.pagePrevious, 'page', listed.page - 1)] : []),
    ...(listed.hasNext ? [button(texts.common.pageNext, 'page', listed.page + 1)] : []),
  ];
  return row.length > 0 ? [row] : [];
}

/** The page that a button names; nobody has more than these. */
export function pageOf(value: string | undefined): number | undefined {
  return value !== undefined && /^\d{1,5}$/.test(value) ? Number(value) : undefined;
}

export function priceOf(facts: Facts): { readonly price: number; readonly balance: number } {
  return {
    price: facts.quote?.priceCredits ?? facts.limits.videoPriceCredits,
    balance: facts.quote?.balanceCredits ?? facts.profile.balanceCredits,
  };
}
