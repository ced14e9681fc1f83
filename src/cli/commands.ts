import type { UseApp } from './app.ts';
import type { OptionSpec } from './arguments.ts';
import {
  presentersCommand,
  presentersOptions,
  themesCommand,
  themesOptions,
  voicesCommand,
  voicesOptions,
} from './catalogue-commands.ts';
import type { Command } from './command.ts';
import { demoCommand, demoOptions } from './demo.ts';
import { doctorCommand, type Finding } from './doctor.ts';
import { editCommand, editOptions } from './edit.ts';
import { importLegacyCommand, importLegacyOptions } from './import-legacy.ts';
import { ledgerCommand, ledgerOptions } from './ledger.ts';
import { makeOptions } from './make-options.ts';
import { makeCommand } from './make.ts';
import { montageCommand } from './montage.ts';
import { montageOptions } from './montage-options.ts';
import { overlayServerCommand, overlayServerOptions, type OverlayServing } from './overlay-server.ts';

export interface CommandParts {
  /** Knows how the bot is started; the others open the product for as long as they run. */
  readonly start: Command;
  readonly useApp: UseApp;
  /** Looks at everything that the product needs, also where it can't be opened. */
  examine(): AsyncIterable<Finding>;
  readonly overlays: OverlayServing;
}

const doctorOptions = {
  json: { help: 'JSON lines instead of text' },
  help: { help: 'this list' },
} satisfies Record<string, OptionSpec>;

export function commandsOf({ start, useApp, examine, overlays }: CommandParts): readonly Command[] {
  return [
    start,
    {
      name: 'make',
      summary: 'makes an ad from a script and a presenter',
      options: makeOptions,
      run: async (options, output) => await makeCommand(options, useApp, output),
    },
    {
      name: 'montage',
      summary: 'renders a finished ad anew: templates, subtitles, intro, outro',
      argument: 'PRODUCTION',
      options: montageOptions,
      run: async (options, output, production) => await montageCommand(production, options, useApp, output),
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
      name: 'themes',
      summary: 'lists the looks of the subtitles',
      options: themesOptions,
      run: async (_options, output) => await themesCommand(output),
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
      name: 'overlay-server',
      summary: 'cuts people out of videos for bots on other machines',
      options: overlayServerOptions,
      run: async (options, output) => await overlayServerCommand(options, overlays, output),
    },
    {
      name: 'doctor',
      summary: 'looks at everything the product needs on this machine',
      options: doctorOptions,
      run: async (_options, output) => await doctorCommand(examine, output),
    },
  ];
}
