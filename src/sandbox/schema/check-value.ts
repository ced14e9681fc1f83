import {
  type BotApiSchema,
  botApiSchema,
  type SchemaField,
  type SchemaFields,
  type SchemaType,
} from './schema.ts';

export interface CheckContext {
  /** Names of the request's parts that carry files; without it no file is expected. */
  readonly parts?: ReadonlySet<string>;
  /** Paths whose characters are counted elsewhere, after their entities are parsed. */
  readonly uncounted?: ReadonlySet<string>;
}

type Found = (problem: string) => void;
const schema: BotApiSchema = botApiSchema;

/** What is wrong with a value, as `path: what is expected, and what was found`. */
export function problemsOf(
  type: SchemaType,
  value: unknown,
  path: string,
  context: CheckContext = {},
): readonly string[] {
  const problems: string[] = [];
  checkValue(type, value, path, context, (problem) => problems.push(problem));
  return problems;
}

/** The same for the parameters of a method. */
export function parameterProblems(
  fields: SchemaFields,
  parameters: Readonly<Record<string, unknown>>,
  context: CheckContext,
): readonly string[] {
  const problems: string[] = [];
  checkFields(fields, parameters, '', context, (problem) => problems.push(problem));
  return problems;
}

const plainChecks = {
  string: (value: unknown) => typeof value === 'string',
  integer: (value: unknown) => Number.isSafeInteger(value),
  float: (value: unknown) => typeof value === 'number' && Number.isFinite(value),
  boolean: (value: unknown) => typeof value === 'boolean',
  true: (value: unknown) => value === true,
  object: isObject,
  any: () => true,
} satisfies Record<Exclude<SchemaType & string, 'file'>, (value: unknown) => boolean>;

function checkValue(
  type: SchemaType,
  value: unknown,
  path: string,
  context: CheckContext,
  found: Found,
): void {
  if (type === 'file') {
    checkFile(value, path, context, found);
  } else if (typeof type === 'string') {
    if (!plainChecks[type](value)) found(`${path}: ${type} expected, ${nameOf(value)} found`);
  } else if ('values' in type) {
    if (!type.values.includes(value as string))
      found(`${path}: ${listOf(type.values)} expected, ${nameOf(value)} found`);
  } else if ('array' in type) {
    if (!Array.isArray(value)) found(`${path}: array expected, ${nameOf(value)} found`);
    else
      for (const [index, item] of value.entries())
        checkValue(type.array, item, `${path}[${index}]`, context, found);
  } else if ('union' in type) {
    checkUnion(type.union, value, path, context, found);
  } else {
    checkReference(type.ref, value, path, context, found);
  }
}

/** An id or an address stays text; bytes come as a part of the request. */
function checkFile(value: unknown, path: string, { parts }: CheckContext, found: Found): void {
  if (typeof value !== 'string') found(`${path}: file expected, ${nameOf(value)} found`);
  if (typeof value !== 'string' || !value.startsWith('attach://')) return;
  const part = value.slice('attach://'.length);
  if (!parts?.has(part)) found(`${path}: the request has no part named '${part}'`);
}

function checkReference(
  name: string,
  value: unknown,
  path: string,
  context: CheckContext,
  found: Found,
): void {
  const alias = schema.aliases[name];
  const fields = schema.types[name];
  if (alias !== undefined) checkValue(alias, value, path, context, found);
  else if (fields === undefined) found(`${path}: the schema has no type ${name}`);
  else if (isObject(value)) checkFields(fields, value, path, context, found);
  // A plain text is enough for a button of a reply keyboard.
  else if (name === 'KeyboardButton' && typeof value === 'string') return;
  else found(`${path}: ${name} expected, ${nameOf(value)} found`);
}

function checkFields(
  fields: SchemaFields,
  value: Readonly<Record<string, unknown>>,
  path: string,
  context: CheckContext,
  found: Found,
): void {
  const inner = (name: string) => (path === '' ? name : `${path}.${name}`);
  for (const [name, field] of Object.entries(fields)) {
    if (value[name] === undefined || value[name] === null) {
      if (field.required) found(`${inner(name)}: required`);
      continue;
    }
    checkValue(field.type, value[name], inner(name), context, found);
    checkLimits(field, value[name], inner(name), context, found);
  }
  for (const name of Object.keys(value)) {
    if (!Object.hasOwn(fields, name)) found(`${inner(name)}: unknown`);
  }
}

function checkLimits(
  field: SchemaField,
  value: unknown,
  path: string,
  context: CheckContext,
  found: Found,
): void {
  const limits = [
    [field.bytes, typeof value === 'string' ? Buffer.byteLength(value) : undefined, 'bytes'],
    [
      context.uncounted?.has(path) ? undefined : field.characters,
      typeof value === 'string' ? value.length : undefined,
      'characters',
    ],
    [field.items, Array.isArray(value) ? value.length : undefined, 'items'],
    [field.range, typeof value === 'number' ? value : undefined, ''],
  ] as const;
  for (const [bounds, size, unit] of limits) {
    if (bounds === undefined || size === undefined || (size >= bounds[0] && size <= bounds[1])) continue;
    found(`${path}: ${bounds[0]}–${bounds[1]} ${unit} allowed, ${size} found`.replace('  ', ' '));
  }
}

function checkUnion(
  members: readonly SchemaType[],
  value: unknown,
  path: string,
  context: CheckContext,
  found: Found,
): void {
  if (members.includes('file')) {
    // As plain text everything would pass.
    checkFile(value, path, context, found);
    return;
  }
  const attempts = members.map((member) => ({ member, problems: problemsOf(member, value, path, context) }));
  if (attempts.some(({ problems }) => problems.length === 0)) return;
  const meant = attempts.find(({ member }) => isMeant(member, value)) ?? closest(attempts);
  for (const problem of meant?.problems ?? [`${path}: nothing fits`]) found(problem);
}

function closest<T extends { readonly problems: readonly string[] }>(attempts: readonly T[]): T | undefined {
  return [...attempts].sort((left, right) => left.problems.length - right.problems.length)[0];
}

/** Objects tell their kind by one field with one allowed value, mostly `type`. */
function isMeant(member: SchemaType, value: unknown): boolean {
  if (typeof member === 'string' || !('ref' in member) || !isObject(value)) return false;
  return Object.entries(schema.types[member.ref] ?? {}).some(([name, { type, required }]) => {
    const only =
      typeof type === 'object' && 'values' in type && type.values.length === 1 ? type.values[0] : undefined;
    return required === true && only !== undefined && value[name] === only;
  });
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nameOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'string') return value.length > 40 ? `'${value.slice(0, 40)}…'` : `'${value}'`;
  return typeof value === 'object' ? 'object' : `${typeof value} ${String(value)}`;
}

function listOf(values: readonly unknown[]): string {
  const names = values.slice(0, 24).map(String).join(', ');
  return values.length > 24 ? `one of ${names}, …` : values.length === 1 ? names : `one of ${names}`;
}
