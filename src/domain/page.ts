/** A part of a list, newest first. Pages are counted from 0. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly page: number;
  readonly hasNext: boolean;
}

/** Five to a page, in every list. */
export const pageSize = 5;

/** A bound on what a page may cost: nobody turns so many. */
const lastPage = 1999;

/** The page that is shown for a number from outside. */
export function boundedPage(page: number): number {
  return Number.isFinite(page) ? Math.min(lastPage, Math.max(0, Math.trunc(page))) : 0;
}

/** `found` begins with the page's first item, and has one item more where there is a next page. */
export function pageOf<Item>(found: readonly Item[], page: number): Page<Item> {
  return { items: found.slice(0, pageSize), page, hasNext: found.length > pageSize && page < lastPage };
}
