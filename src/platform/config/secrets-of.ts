import { machineVariables } from './machine-variables.ts';
import type { Environment } from './parse-variables.ts';
import { providerVariables } from './provider-variables.ts';
import type { VariableTable } from './variable.ts';

/** Every secret in the environment, for the log to keep to itself; a database's password by itself too. */
export function secretsOf(env: Environment): string[] {
  const table: VariableTable = { ...machineVariables, ...providerVariables };
  return Object.entries(table)
    .filter(([, variable]) => variable.secret)
    .flatMap(([name, variable]) => [name, ...(variable.aliases ?? [])])
    .flatMap((name) => partsOf(env[name]?.trim() ?? ''))
    .filter((value) => value !== '');
}

function partsOf(value: string): string[] {
  if (!URL.canParse(value)) return [value];
  const { password } = new URL(value);
  return [value, password, decodeURIComponent(password)];
}
