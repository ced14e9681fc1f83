import { asAppError } from '../kernel/errors.ts';
import { parseOptions } from './arguments.ts';
import { checkAction, type Command, unknownCommand } from './command.ts';
import { commandHelp, overview } from './help.ts';
import { createOutput, type Output, type Terminal } from './output.ts';

/** Runs one command of the shell. 0: done · 1: failed · 2: what was asked for can't be done as it was asked. */
export async function runCli(
  args: readonly string[],
  commands: readonly Command[],
  terminal: Terminal,
): Promise<0 | 1 | 2> {
  const output = createOutput(terminal, args.includes('--json'));
  try {
    await runCommand(args, commands, output);
    return 0;
  } catch (error) {
    output.endProgress();
    return reportFailure(error, output, terminal);
  }
}

async function runCommand(
  args: readonly string[],
  commands: readonly Command[],
  output: Output,
): Promise<void> {
  const [name, ...rest] = args;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    output.help(overview(commands));
    return;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (!command) throw unknownCommand(name, commands);
  const { options, positionals } = parseOptions(rest, command.options);
  if (options.help === true) output.help(commandHelp(command));
  else {
    checkAction(positionals, command, commands);
    await command.run(options, output, positionals[0] ?? '');
  }
}

function reportFailure(error: unknown, output: Output, terminal: Terminal): 1 | 2 {
  const { reason, message, details } = asAppError(error);
  output.event({ event: 'failed', reason, message, details });
  if (!output.json) terminal.stderr.write(`${message}\n`);
  return /^(invalid-|consent-|disclosure-|speech-too-long|script-blocked)/.test(reason) ? 2 : 1;
}
