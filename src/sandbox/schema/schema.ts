import { readFileSync } from 'node:fs';

/** What a parameter or a field may hold, as the Bot API's documentation says it. */
export type SchemaType =
  | 'string'
  | 'integer'
  | 'float'
  | 'boolean'
  | 'true'
  | 'object'
  | 'any'
  /** Bytes of a request's part, or text: an id, an address or `attach://<part>`. */
  | 'file'
  | { readonly values: readonly (string | number | false)[] }
  | { readonly ref: string }
  | { readonly array: SchemaType }
  | { readonly union: readonly SchemaType[] };

/** Bounds are inclusive. */
export type Bounds = readonly [least: number, most: number];

export interface SchemaField {
  readonly type: SchemaType;
  readonly required?: true;
  /** Of UTF-8. */
  readonly bytes?: Bounds;
  /** UTF-16 units, after entities are parsed where the field has entities. */
  readonly characters?: Bounds;
  readonly items?: Bounds;
  readonly range?: Bounds;
}

export type SchemaFields = Readonly<Record<string, SchemaField>>;

export interface BotApiSchema {
  readonly version: string;
  readonly methods: Readonly<
    Record<string, { readonly parameters: SchemaFields; readonly result: SchemaType }>
  >;
  readonly types: Readonly<Record<string, SchemaFields>>;
  readonly aliases: Readonly<Record<string, SchemaType>>;
}

/** Written by `tools/bot-api-schema/run.ts`. */
export const botApiSchema = JSON.parse(
  readFileSync(new URL('bot-api.json', import.meta.url), 'utf8'),
) as BotApiSchema;

const methodNames: ReadonlyMap<string, string> = new Map(
  Object.keys(botApiSchema.methods).map((name) => [name.toLowerCase(), name]),
);

/** A method's name as the documentation writes it: Telegram reads it in any case. */
export function methodNamed(name: string): string | undefined {
  return methodNames.get(name.toLowerCase());
}
