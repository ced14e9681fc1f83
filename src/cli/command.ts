import { nearestNames } from '../domain/nearest-names.ts';
import { AppError } from '../kernel/errors.ts';
import type { OptionSpec, ParsedOptions } from './arguments.ts';
import type { Output } from './output.ts';

export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly options: Readonly<Record<string, OptionSpec>>;
  run(options: ParsedOptions, output: Output): Promise<void>;
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
