import { describeBot } from '../chats/profile.ts';
import { describeChat } from '../chats/describe-chat.ts';
import { asProtocol } from '../chats/post.ts';
import type { ChatRecord } from '../journal/records.ts';
import type { SandboxParts } from '../parts.ts';
import type { SandboxChat, SandboxState } from '../protocol.ts';

const shownMessages = 100;

export interface StatePage {
  /** Only this chat. */
  readonly chatId?: number;
  /** Only messages older than this one. */
  readonly before?: number;
}

export function readState(parts: SandboxParts, { chatId, before }: StatePage = {}): SandboxState {
  const chats = [...parts.records.chats.values()].filter(({ id }) => chatId === undefined || id === chatId);
  return {
    bot: describeBot(parts),
    users: [...parts.records.users.values()],
    chats: chats.map((chat) => withMessages(parts, chat, before)),
    violations: parts.violations.all(),
    sequence: parts.events.sequence(),
  };
}

function withMessages(parts: SandboxParts, chat: ChatRecord, before: number | undefined): SandboxChat {
  const messages = parts.messages.list(chat.id, shownMessages, before);
  const [oldest] = messages;
  return {
    ...describeChat(parts, chat),
    messages: messages.map(asProtocol),
    hasOlder: oldest !== undefined && parts.messages.hasOlder(chat.id, oldest.message_id),
  };
}
