import type { Command } from './command.ts';

export function overview(commands: readonly Command[]): string {
  const rows = commands.map(({ name, summary }) => `  ugc ${name.padEnd(14)} ${summary}`);
  return [
    'UGC Bot: ads with a talking presenter, made on this machine.',
    '',
    ...rows,
    '',
    'ugc COMMAND --help lists the options of a command.',
  ].join('\n');
}

export function commandHelp({ name, argument, summary, options }: Command): string {
  const rows = Object.entries(options).map(([option, { value, help }]) => {
    const left = `--${option}${value ? ` ${value}` : ''}`;
    return left.length <= 34 ? `  ${left.padEnd(34)} ${help}` : `  ${left}\n${' '.repeat(37)}${help}`;
  });
  return [`ugc ${name}${argument ? ` ${argument}` : ''}: ${summary}`, '', ...rows].join('\n');
}
