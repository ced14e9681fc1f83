import { parseArgs } from 'node:util';
import { nearestNames } from '../domain/nearest-names.ts';
import { AppError } from '../kernel/errors.ts';

/** One option of a command: `value` names what follows it in the help; without it the option is a switch. */
export interface OptionSpec {
  readonly value?: string;
  readonly help: string;
}

export type ParsedOptions = Readonly<Record<string, string | boolean | undefined>>;

/** Throws `invalid-arguments` that names the unknown option and the nearest known ones. */
export function parseOptions(
  args: readonly string[],
  specs: Readonly<Record<string, OptionSpec>>,
): { options: ParsedOptions; positionals: readonly string[] } {
  const options = Object.fromEntries(
    Object.entries(specs).map(([name, { value }]) => [name, { type: value ? 'string' : 'boolean' } as const]),
  );
  refuseUnknown(args, Object.keys(specs));
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options,
      allowPositionals: true,
      strict: true,
    });
    return { options: values, positionals };
  } catch (cause) {
    throw new AppError('invalid-arguments', refusalOf(cause), { cause });
  }
}

function refuseUnknown(args: readonly string[], known: readonly string[]): void {
  for (const argument of args) {
    if (argument === '--') return;
    const [, name] = /^--([^=]+)/.exec(argument) ?? [];
    if (name === undefined || known.includes(name)) continue;
    const near = nearestNames(name, known, 2).map((option) => `--${option}`);
    throw new AppError(
      'invalid-arguments',
      `The option --${name} is unknown; did you mean ${near.join(' or ')}?`,
    );
  }
}

/** The first sentence of what Node.js says; the others tell of its own ways round. */
function refusalOf(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  const ambiguous = /^Option '(?:-., )?(--[^ ']+).*' argument is ambiguous/.exec(message)?.[1];
  if (ambiguous)
    return `What follows ${ambiguous} begins with a dash: write ${ambiguous}=VALUE for such a value.`;
  return `${message.split(/\. |\n/)[0]?.replace(/\.$/, '')}.`;
}

export function textOption(options: ParsedOptions, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}

/** The option's value as one of a closed list. Throws `invalid-arguments` that lists what is allowed. */
export function choiceOption<const Choices extends readonly string[]>(
  options: ParsedOptions,
  name: string,
  choices: Choices,
  fallback: Choices[number],
): Choices[number] {
  const value = textOption(options, name);
  if (value === undefined || choices.includes(value)) return value ?? fallback;
  throw new AppError('invalid-arguments', `--${name} is "${value}"; allowed are ${choices.join(', ')}.`);
}
