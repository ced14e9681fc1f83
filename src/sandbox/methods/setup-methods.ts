import { chatForBot, tellOfChat } from '../chats/chats.ts';
import { commandScopeKey } from '../chats/describe-chat.ts';
import { botText, describeBot, type ProfileText } from '../chats/profile.ts';
import type { SandboxParts } from '../parts.ts';
import { badRequest } from '../wire/api-error.ts';
import type { Methods } from './method.ts';

interface CommandScope {
  readonly scope?: { readonly type: string; readonly chat_id?: number | string };
  readonly language_code?: string;
}

export const setupMethods = {
  setMyCommands(parts, { parameters }) {
    const key = commandsKey(parts, parameters);
    if (parameters.commands.length > 0) parts.records.commands.set(key, parameters.commands);
    else parts.records.commands.delete(key);
    tellOfAllChats(parts);
    return true;
  },
  getMyCommands: (parts, { parameters }) => [
    ...(parts.records.commands.get(commandsKey(parts, parameters)) ?? []),
  ],
  deleteMyCommands(parts, { parameters }) {
    parts.records.commands.delete(commandsKey(parts, parameters));
    tellOfAllChats(parts);
    return true;
  },

  setMyName: (parts, { parameters }) => setText(parts, 'name', parameters.name, parameters.language_code),
  getMyName: (parts, { parameters }) => ({ name: botText(parts, 'name', parameters.language_code) }),
  setMyDescription: (parts, { parameters }) =>
    setText(parts, 'description', parameters.description, parameters.language_code),
  getMyDescription: (parts, { parameters }) => ({
    description: botText(parts, 'description', parameters.language_code),
  }),
  setMyShortDescription: (parts, { parameters }) =>
    setText(parts, 'short_description', parameters.short_description, parameters.language_code),
  getMyShortDescription: (parts, { parameters }) => ({
    short_description: botText(parts, 'short_description', parameters.language_code),
  }),

  setChatMenuButton(parts, { parameters }) {
    const chat = parameters.chat_id === undefined ? undefined : chatForBot(parts, parameters.chat_id);
    parts.records.menuButtons.set(chat?.id ?? 'default', parameters.menu_button ?? { type: 'default' });
    if (chat) tellOfChat(parts, chat);
    else tellOfAllChats(parts);
    return true;
  },
  getChatMenuButton: ({ records }, { parameters }) =>
    records.menuButtons.get(parameters.chat_id ?? 'default') ??
    records.menuButtons.get('default') ?? { type: 'default' },
} satisfies Methods;

/** A chat that is named has to be one that the bot has met. */
function commandsKey(
  parts: SandboxParts,
  { scope = { type: 'default' }, language_code: language = '' }: CommandScope,
): string {
  if (scope.chat_id !== undefined && !parts.records.chats.get(scope.chat_id)?.isStarted) {
    throw badRequest('chat not found');
  }
  return `${commandScopeKey(scope)} ${language}`;
}

function setText(parts: SandboxParts, kind: ProfileText, text = '', language = ''): true {
  const key = `${kind} ${language}`;
  if (text === '') parts.records.texts.delete(key);
  else parts.records.texts.set(key, text);
  parts.events.add({ event: 'bot', bot: describeBot(parts) });
  return true;
}

function tellOfAllChats(parts: SandboxParts): void {
  for (const chat of parts.records.chats.values()) tellOfChat(parts, chat);
}
