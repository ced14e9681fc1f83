import { botApiSchema, type SchemaType } from './schema.ts';

/**
 * Forms and queries carry text alone, and JSON may carry text where something else is meant: the typed value, or the
 * text as it came, for the check to complain about.
 */
export function readWireValue(type: SchemaType, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const members = membersOf(type);
  if (members.includes('integer') && /^-?\d{1,16}$/.test(value)) return Number(value);
  if (members.includes('float') && /^-?\d+(\.\d+)?$/.test(value)) return Number(value);
  if (members.includes('boolean') || members.includes('true')) return readBoolean(value);
  return members.some(isWrittenAsJson) ? readJson(value) : value;
}

function membersOf(type: SchemaType): readonly SchemaType[] {
  if (typeof type === 'object' && 'union' in type) return type.union.flatMap(membersOf);
  const alias = typeof type === 'object' && 'ref' in type ? botApiSchema.aliases[type.ref] : undefined;
  return alias === undefined ? [type] : membersOf(alias);
}

function isWrittenAsJson(type: SchemaType): boolean {
  return type === 'object' || (typeof type === 'object' && ('array' in type || 'ref' in type));
}

/** As Telegram reads it: what is not true is false. */
function readBoolean(value: string): boolean {
  return ['true', 'yes', '1'].includes(value.trim().toLowerCase());
}

function readJson(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
