import { operatorCommandNames } from '../admin/command-names.ts';
import { operatorTexts } from '../admin/texts/texts.ts';
import type { InterfaceLanguage } from '../domain/person/profile.ts';
import { packButton, unpackButton } from '../flow/codec.ts';
import { decide, needsFor, needsOf, view } from '../flow/conversation.ts';
import { readState } from '../flow/read-state.ts';
import { type FlowState, initialState } from '../flow/state.ts';
import { botDescription, botName, botShortDescription, commandMenu } from '../flow/texts/bot-setup.ts';
import type { FlowMachine } from '../telegram/chat-bot.ts';
import type { BotIntroduction, SetupOptions } from '../telegram/setup.ts';

/** The conversation, as the chat drives it. */
export const conversation: FlowMachine<FlowState> = {
  initialState,
  readState,
  needsOf,
  needsFor,
  decide,
  view,
  packButton,
  unpackButton,
};

/** Russian for whose language Telegram doesn't name, as in the conversation itself. */
export function botSetup(): SetupOptions {
  const { commands } = operatorTexts('ru');
  return {
    introductions: { '': introduction('ru'), ru: introduction('ru'), en: introduction('en') },
    operatorCommands: operatorCommandNames
      .filter((command) => command !== 'help')
      .map((command) => ({ command, description: commands[command].does })),
  };
}

function introduction(language: InterfaceLanguage): BotIntroduction {
  return {
    name: botName(language),
    description: botDescription(language),
    shortDescription: botShortDescription(language),
    commands: commandMenu(language).map(({ command, description }) => ({ command, description })),
  };
}
