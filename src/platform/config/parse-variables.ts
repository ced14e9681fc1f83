import { AppError } from '../../kernel/errors.ts';
import type { ValuesOf, Variable, VariableTable } from './variable.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Throws `invalid-config` for the first wrong value, in one line. An empty value counts as unset. */
export function parseVariables<Table extends VariableTable>(table: Table, env: Environment): ValuesOf<Table> {
  const values: Record<string, unknown> = {};
  for (const [name, variable] of Object.entries(table)) {
    const found = findValue(name, variable, env);
    const given = found?.value ?? variable.default;
    if (given === undefined) continue;
    const parsed = variable.schema.safeParse(given);
    if (!parsed.success) throw wrongValue(found?.name ?? name, given, variable);
    values[name] = parsed.data;
  }
  return values as ValuesOf<Table>;
}

function findValue(
  name: string,
  variable: Variable,
  env: Environment,
): { name: string; value: string } | undefined {
  const found: { name: string; value: string }[] = [];
  for (const candidate of [name, ...(variable.aliases ?? [])]) {
    const value = env[candidate]?.trim();
    if (value) found.push({ name: candidate, value });
  }
  const [first, ...others] = found;
  const other = others.find(({ value }) => value !== first?.value);
  if (first && other) {
    throw refusal(
      `${first.name} and ${other.name} mean the same and have different values: only one of them is allowed.`,
      first.name,
    );
  }
  return first;
}

function wrongValue(name: string, value: string, variable: Variable): AppError {
  const found = variable.secret ? 'a value that is not shown here' : JSON.stringify(value.slice(0, 100));
  return refusal(`${name} is ${found}, but ${variable.allowed} is allowed.`, name);
}

export function refusal(message: string, name: string): AppError {
  return new AppError('invalid-config', message, { details: { variable: name } });
}
