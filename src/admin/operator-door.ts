import type { ActionParts } from '../actions/parts.ts';
import { systemClock } from '../kernel/clock.ts';
import type { Telegram } from '../telegram/client.ts';
import type { KnownSender, OperatorDoor } from '../telegram/operator-door.ts';
import { operatorCommandNames } from './command-names.ts';
import { type Incoming, readCommand, readIncoming, readPress } from './incoming.ts';
import { obey, suggest } from './obey-command.ts';
import { handlePress } from './obey-press.ts';
import type { OperatorParts } from './operator-command.ts';
import type { OperatorConfig } from './operator-config.ts';
import { passAnswer } from './pass-answer.ts';
import { operatorTexts } from './texts/texts.ts';

/** Takes operators' commands, answers and presses; whoever is none meets nothing here. */
export function createOperatorDoor(
  parts: ActionParts,
  telegram: Telegram,
  config: OperatorConfig,
): OperatorDoor {
  const all = { parts, telegram, config };
  return {
    handle: async (message, from) => {
      const incoming = readIncoming(message);
      return incoming !== undefined && (await handleMessage(all, incoming, from));
    },
    press: async (query, from) => {
      const incoming = readPress(query);
      return incoming !== undefined && (await handlePress(all, incoming, from));
    },
  };
}

/** Everything of the operators' group is taken: what is no command or answer is talk among themselves. */
async function handleMessage(
  all: OperatorParts,
  message: Incoming,
  { language }: KnownSender,
): Promise<boolean> {
  const { config } = all;
  const inTheirChat = message.chatId === config.feedbackChatId && !message.isPrivate;
  if (!config.adminIds.includes(message.fromId)) return inTheirChat;
  if (!message.isPrivate && !inTheirChat) return false;
  const texts = operatorTexts(language);
  const context = { ...all, language, texts, operatorId: message.fromId, now: systemClock.now() };
  const command = await commandForUs(all, message);
  const name = operatorCommandNames.find((known) => known === command?.name);
  if (command && name) {
    await obey(context, message, name, command.argument);
    // In a private chat an operator is a user too, who gets the user's help below it.
    return name !== 'help' || inTheirChat;
  }
  if (command) return inTheirChat && (await suggest(context, message, command));
  if (message.repliesTo && (inTheirChat || message.chatId === config.feedbackChatId)) {
    return (await passAnswer(context, message, message.repliesTo.messageId)) || inTheirChat;
  }
  return inTheirChat;
}

/** In a group there may be other bots: `/stats@another_bot` is for that one. */
async function commandForUs(
  { telegram }: OperatorParts,
  message: Incoming,
): Promise<ReturnType<typeof readCommand>> {
  const command = readCommand(message.text);
  if (command?.addressee === undefined) return command;
  const { username } = await telegram.getMe();
  return username?.toLowerCase() === command.addressee.toLowerCase() ? command : undefined;
}
