import type { TelegramChat, TelegramUser } from '@gramio/types';
import type { ChatRecord } from '../journal/records.ts';
import type { SandboxParts } from '../parts.ts';
import type { SandboxUser } from '../protocol.ts';
import { ApiError, badRequest, forbidden } from '../wire/api-error.ts';
import { describeChat } from './describe-chat.ts';
import { botText } from './profile.ts';

/** As messages and updates name a person. */
export function userObject(user: SandboxUser): TelegramUser {
  return { is_bot: false, ...user };
}

export function botObject(parts: SandboxParts): TelegramUser {
  const { id, username } = botRecord(parts);
  return { id, is_bot: true, first_name: botText(parts, 'name'), username };
}

export function botRecord({ records }: SandboxParts) {
  const bot = records.bot.get('bot');
  if (bot === undefined) throw new Error('The bot was not made yet.');
  return bot;
}

export function chatObject({ records }: SandboxParts, chat: ChatRecord): TelegramChat {
  if (chat.type === 'group') return { id: chat.id, type: 'group', title: chat.title };
  const { language_code: _, ...names } = records.users.get(chat.id) ?? {
    id: chat.id,
    first_name: chat.title,
  };
  return { type: 'private', ...names };
}

/** The chat that a bot names, where it may write; otherwise Telegram's refusal. */
export function chatForBot(parts: SandboxParts, chatId: number | string): ChatRecord {
  const chat = parts.records.chats.get(chatId);
  if (chat === undefined) throw badRequest('chat not found');
  if (!chat.isStarted)
    throw knownElsewhere(parts, chat)
      ? forbidden("bot can't initiate conversation with a user")
      : badRequest('chat not found');
  if (chat.isBlocked) {
    throw forbidden(
      chat.type === 'private' ? 'bot was blocked by the user' : 'bot was kicked from the group chat',
    );
  }
  return chat;
}

/** A bot knows people from groups; others it can't even name. */
function knownElsewhere({ records }: SandboxParts, { id }: ChatRecord): boolean {
  return [...records.chats.values()].some(({ type, userIds }) => type === 'group' && userIds.includes(id));
}

export function changeChat(parts: SandboxParts, chat: ChatRecord): void {
  parts.records.chats.set(chat.id, chat);
  tellOfChat(parts, chat);
}

/** Watchers get everything of a chat but its messages. */
export function tellOfChat(parts: SandboxParts, chat: ChatRecord): void {
  parts.events.add({ event: 'chat', chat: describeChat(parts, chat) });
}

/** A private chat or a group, as whoever acts in it sees it. */
export function chatOfPerson({ records }: SandboxParts, chatId: number, userId: number): ChatRecord {
  const chat = records.chats.get(chatId);
  if (chat === undefined) throw new ApiError(400, `There is no chat ${chatId}.`);
  if (!chat.userIds.includes(userId)) throw new ApiError(400, `User ${userId} is not in chat ${chatId}.`);
  if (chat.isBlocked) throw new ApiError(400, 'The bot is blocked here: unblock it first.');
  return chat;
}

export function userNamed({ records }: SandboxParts, userId: number): SandboxUser {
  const user = records.users.get(userId);
  if (user === undefined) throw new ApiError(400, `There is no user ${userId}.`);
  return user;
}
