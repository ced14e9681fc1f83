/** A part of a list, newest first. Pages are counted from 0. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly page: number;
  readonly hasNext: boolean;
}
