import { choiceOption, type OptionSpec } from './arguments.ts';
import type { Command } from './command.ts';
import type { Output } from './output.ts';

const startOptions = {
  role: {
    value: 'all|web|worker',
    help: 'worker makes the ads, web does all the rest; all when absent',
  },
  open: { help: "opens the sandbox's page in a browser" },
  json: { help: 'JSON lines instead of text' },
  help: { help: 'this list' },
} satisfies Record<string, OptionSpec>;

const roles = ['all', 'web', 'worker'] as const;
export type Role = (typeof roles)[number];

export interface StartWish {
  readonly role: Role;
  readonly opensBrowser: boolean;
}

/** `start` runs the bot until it is stopped. */
export function startCommand(start: (wish: StartWish, output: Output) => Promise<void>): Command {
  return {
    name: 'start',
    summary: 'runs the bot, in a sandbox in the browser unless a token is set',
    options: startOptions,
    run: async (options, output) =>
      await start(
        { role: choiceOption(options, 'role', roles, 'all'), opensBrowser: options.open === true },
        output,
      ),
  };
}
