/** Parts of stored JSON, read with doubt: undefined for whatever is not what was asked for. */
export interface Fields {
  text(key: string, maxLength?: number): string | undefined;
  /** A whole number from 0. */
  count(key: string): number | undefined;
  flag(key: string): boolean;
  oneOf<Value extends string>(key: string, allowed: readonly Value[]): Value | undefined;
  fields(key: string): Fields | undefined;
  texts(key: string): readonly string[];
  /** The part itself, for data that was checked by whoever made it. */
  raw(key: string): unknown;
}

const defaultMaxLength = 200;
const maxItems = 50;

export function fieldsOf(json: unknown): Fields | undefined {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
  const entries = new Map<string, unknown>(Object.entries(json));
  return {
    text: (key, maxLength = defaultMaxLength) => textOf(entries.get(key), maxLength),
    count: (key) => countOf(entries.get(key)),
    flag: (key) => entries.get(key) === true,
    oneOf: (key, allowed) => allowed.find((value) => value === entries.get(key)),
    fields: (key) => fieldsOf(entries.get(key)),
    texts: (key) => textsOf(entries.get(key)),
    raw: (key) => entries.get(key),
  };
}

function textOf(value: unknown, maxLength: number): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= maxLength ? value : undefined;
}

function countOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

function textsOf(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, maxItems).filter((item) => textOf(item, defaultMaxLength) !== undefined);
}
