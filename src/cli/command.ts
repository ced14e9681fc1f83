import { nearestNames } from '../domain/nearest-names.ts';
import { AppError } from '../kernel/errors.ts';
import type { OptionSpec, ParsedOptions } from './arguments.ts';
import type { Output } from './output.ts';

export interface Command {
  readonly name: string;
  readonly summary: string;
  /** What follows the name, one of these: `ugc ledger verify`. */
  readonly actions?: readonly string[];
  /** What must follow the name, as the help calls it: `ugc montage PRODUCTION`. */
  readonly argument?: string;
  readonly options: Readonly<Record<string, OptionSpec>>;
  run(options: ParsedOptions, output: Output, argument: string): Promise<void>;
}

export function unknownCommand(given: string, commands: readonly Command[], inside?: string): AppError {
  if (inside !== undefined) {
    return new AppError(
      'invalid-arguments',
      `"${given}" means nothing to "ugc ${inside}": texts with spaces need quotes. See "ugc ${inside} --help".`,
    );
  }
  const [near] = nearestNames(
    given,
    commands.map(({ name }) => name),
    1,
  );
  return new AppError(
    'invalid-arguments',
    `There is no command "${given}"; did you mean "ugc ${near}"? See "ugc help".`,
  );
}

/** The words after a command's name, checked: none, one of its actions, or the one thing that it is about. */
export function checkAction(words: readonly string[], command: Command, commands: readonly Command[]): void {
  const { name, actions, argument } = command;
  const [action, ...further] = words;
  const extra = actions || argument ? further[0] : action;
  if (extra !== undefined) throw unknownCommand(extra, commands, name);
  if (argument && action === undefined) {
    throw new AppError(
      'invalid-arguments',
      `Say which one: ugc ${name} ${argument}. See "ugc ${name} --help".`,
    );
  }
  if (!actions || (action !== undefined && actions.includes(action))) return;
  const allowed = actions.map((one) => `"ugc ${name} ${one}"`).join(', ');
  const found =
    action === undefined ? `"ugc ${name}" alone says too little` : `"ugc ${name} ${action}" is unknown`;
  throw new AppError('invalid-arguments', `${found}; there is ${allowed}.`);
}
