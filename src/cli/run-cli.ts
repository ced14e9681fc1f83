import { asAppError } from '../kernel/errors.ts';
import type { UseApp } from './app.ts';
import { type OptionSpec, parseOptions } from './arguments.ts';
import { presentersCommand, presentersOptions, voicesCommand, voicesOptions } from './catalogue-commands.ts';
import { demoCommand, demoOptions } from './demo.ts';
import { editCommand, editOptions } from './edit.ts';
import { importLegacyCommand, importLegacyOptions } from './import-legacy.ts';
import { doctorCommand, type Finding } from './doctor.ts';
import { commandHelp, overview } from './help.ts';
import { ledgerCommand, ledgerOptions } from './ledger.ts';
import { makeCommand } from './make.ts';
import { makeOptions } from './make-options.ts';
import { createOutput, type Output, type Terminal } from './output.ts';
import { checkAction, type Command, unknownCommand } from './command.ts';

export interface CliParts {
  readonly terminal: Terminal;
  readonly useApp: UseApp;
  /** Looks at everything that the product needs, also where it can't be opened. */
  examine(): AsyncIterable<Finding>;
}

const doctorOptions = {
  json: { help: 'JSON lines instead of text' },
  help: { help: 'this list' },
} satisfies Record<string, OptionSpec>;

function commandsOf(parts: CliParts): readonly Command[] {
  const { useApp } = parts;
  return [
    {
      name: 'make',
      summary: 'makes an ad from a script and a presenter',
      options: makeOptions,
      run: async (options, output) => await makeCommand(options, useApp, output),
    },
    {
      name: 'demo',
      summary: 'makes demo.mp4 over a background of its own',
      options: demoOptions,
      run: async (options, output) => await demoCommand(options, useApp, output),
    },
    {
      name: 'presenters',
      summary: 'lists the built-in cast',
      options: presentersOptions,
      run: async (options, output) => await presentersCommand(options, useApp, output),
    },
    {
      name: 'voices',
      summary: 'lists the voices, and speaks samples of them',
      options: voicesOptions,
      run: async (options, output) => await voicesCommand(options, useApp, output),
    },
    {
      name: 'edit',
      summary: 'changes light, crop or background of a photo',
      options: editOptions,
      run: async (options, output) => await editCommand(options, useApp, output),
    },
    {
      name: 'ledger',
      summary: 'verify: looks whether every credit is accounted for',
      actions: ['verify'],
      options: ledgerOptions,
      run: async (options, output) => await ledgerCommand(options, useApp, output),
    },
    {
      name: 'import-legacy',
      summary: "takes users and balances over from the predecessor's tables",
      options: importLegacyOptions,
      run: async (options, output) => await importLegacyCommand(options, useApp, output),
    },
    {
      name: 'doctor',
      summary: 'looks at everything the product needs on this machine',
      options: doctorOptions,
      run: async (_options, output) => await doctorCommand(parts.examine, output),
    },
  ];
}

/** Runs one command of the shell. 0: done · 1: failed · 2: what was asked for can't be done as it was asked. */
export async function runCli(args: readonly string[], parts: CliParts): Promise<0 | 1 | 2> {
  const output = createOutput(parts.terminal, args.includes('--json'));
  try {
    await runCommand(args, commandsOf(parts), output);
    return 0;
  } catch (error) {
    output.endProgress();
    return reportFailure(error, output, parts.terminal);
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
    await command.run(options, output);
  }
}

function reportFailure(error: unknown, output: Output, terminal: Terminal): 1 | 2 {
  const { reason, message, details } = asAppError(error);
  output.event({ event: 'failed', reason, message, details });
  if (!output.json) terminal.stderr.write(`${message}\n`);
  return /^(invalid-|consent-|disclosure-|speech-too-long)/.test(reason) ? 2 : 1;
}
