import { z } from 'zod';

/** One environment variable: the only description there is, for the parser, the refusals and .env.example alike. */
export interface Variable<Value = unknown> {
  readonly about: string;
  /** How a refusal ends: '… is allowed'. */
  readonly allowed: string;
  /** Other names that deployments use. */
  readonly aliases?: readonly string[];
  /** Its value is never shown. */
  readonly secret?: true;
  /** As it would be written in the environment. */
  readonly default?: string;
  /** What is taken when it is unset and there is no fixed default. */
  readonly otherwise?: string;
  readonly schema: z.ZodType<Value, string>;
}

export type VariableTable = Readonly<Record<string, Variable>>;

/** What the parser gives: undefined only for variables without a default. */
export type ValuesOf<Table extends VariableTable> = {
  readonly [Name in keyof Table]:
    | z.output<Table[Name]['schema']>
    | (Table[Name] extends { readonly default: string } ? never : undefined);
};

type About = Pick<Variable, 'about' | 'aliases' | 'otherwise'>;

export function text<const Given extends About>(given: Given) {
  return { ...given, allowed: 'any text', schema: z.string() };
}

/** No spaces and nothing outside ASCII: what ends up in an HTTP header, and what a slip of copying breaks. */
export function secret<const Given extends About>(given: Given) {
  return {
    ...given,
    secret: true,
    allowed: 'a key without spaces',
    schema: z.string().regex(/^[\x21-\x7e]+$/),
  } as const;
}

export function path<const Given extends About>(given: Given) {
  return { ...given, allowed: 'a path', schema: z.string().refine((value) => !value.includes('\0')) };
}

/** Without the closing slash, so that a path can be put behind it. */
export function webAddress<const Given extends About & { default?: string }>(given: Given) {
  return {
    ...given,
    allowed: 'an address that begins with https:// (or http://)',
    schema: z.url({ protocol: /^https?$/ }).transform((value) => value.replace(/\/+$/, '')),
  };
}

export function wholeNumber<const Given extends About & { default: string; min: number; max: number }>(
  given: Given,
) {
  const { min, max, ...rest } = given;
  return {
    ...rest,
    allowed: `a whole number from ${min} to ${max}`,
    schema: z
      .string()
      .regex(/^\d{1,15}$/)
      .transform(Number)
      .refine((value) => value >= min && value <= max),
  };
}

export function amount<const Given extends About & { default: string; max: number }>(given: Given) {
  const { max, ...rest } = given;
  return {
    ...rest,
    allowed: `a number from 0 to ${max}, such as 12.50`,
    schema: z
      .string()
      .regex(/^\d{1,12}(\.\d{1,6})?$/)
      .transform(Number)
      .refine((value) => value <= max),
  };
}

export function choice<
  const Options extends readonly [string, ...string[]],
  const Given extends About & { default?: string },
>(options: Options, given: Given) {
  return { ...given, allowed: `one of ${options.join(', ')}`, schema: z.enum(options) };
}

/** Telegram's ids: people's are positive, groups' negative, and all fit a JavaScript number. */
export function telegramId<const Given extends About>(given: Given) {
  return {
    ...given,
    allowed: 'a Telegram id: a whole number, negative for a group',
    schema: idSchema.transform(Number),
  };
}

export function telegramIds<const Given extends About & { default: string }>(given: Given) {
  return {
    ...given,
    allowed: 'Telegram ids separated by commas, such as 1234567,2345678',
    schema: z
      .string()
      .transform((value) => value.split(/[\s,;]+/).filter((part) => part !== ''))
      .pipe(z.array(idSchema.transform(Number))),
  };
}

const idSchema = z.string().regex(/^-?[1-9]\d{0,15}$/);
