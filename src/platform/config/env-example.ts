import { limitVariables } from './limit-variables.ts';
import { machineVariables } from './machine-variables.ts';
import { providerVariables } from './provider-variables.ts';
import type { VariableTable } from './variable.ts';

const head = `# Every setting there is. None is needed: without a key everything is done on this machine.
# Copy this file to .env and uncomment what you change. The process's own environment wins over the file.
# Written by \`node tools/check/env-example.ts --write\` from src/platform/config; don't edit by hand.
`;

/** The content of .env.example. */
export function renderEnvExample(): string {
  return [
    head,
    section('Machine, bot and operators', machineVariables),
    section('Services', providerVariables),
    section('Prices and limits', limitVariables),
  ].join('\n');
}

function section(title: string, table: VariableTable): string {
  const lines = [`# ---- ${title} ----`, ''];
  for (const [name, variable] of Object.entries(table)) {
    lines.push(`# ${variable.about}`);
    lines.push(`# Allowed: ${variable.allowed}.`);
    if (variable.otherwise) lines.push(`# Unset: ${variable.otherwise}.`);
    if (variable.aliases) lines.push(`# Also read: ${variable.aliases.join(', ')}.`);
    lines.push(`#${name}=${variable.default ?? ''}`, '');
  }
  return lines.join('\n');
}
