import type { TelegramBotCommand } from '@gramio/types';
import type { ChatRecord } from '../journal/records.ts';
import type { SandboxParts } from '../parts.ts';
import type { SandboxChat } from '../protocol.ts';

export type ChatWithoutMessages = Omit<SandboxChat, 'messages' | 'hasOlder'>;

export function describeChat(parts: SandboxParts, chat: ChatRecord): ChatWithoutMessages {
  const { id, type, title, userIds, isBlocked, pinnedMessageId, replyKeyboard } = chat;
  const action = parts.activity.actionOf(id);
  const draft = parts.activity.draftOf(id);
  const language = parts.records.users.get(userIds[0] ?? id)?.language_code;
  return {
    id,
    type,
    title,
    userIds,
    isBlocked,
    ...(pinnedMessageId !== undefined && { pinnedMessageId }),
    ...(action && { action }),
    ...(draft && { draft: { text: draft.text, until: draft.until } }),
    commands: commandsIn(parts, chat, language),
    menuButton: parts.records.menuButtons.get(id) ??
      parts.records.menuButtons.get('default') ?? { type: 'commands' },
    ...(replyKeyboard && { replyKeyboard }),
  };
}

/** The narrowest scope that has commands wins, in the person's language before the common ones. */
export function commandsIn(
  { records }: SandboxParts,
  chat: ChatRecord,
  language = '',
): readonly TelegramBotCommand[] {
  const scopes = [
    commandScopeKey({ type: 'chat', chat_id: chat.id }),
    chat.type === 'private' ? 'all_private_chats' : 'all_group_chats',
    'default',
  ];
  for (const scope of scopes) {
    const commands = records.commands.get(`${scope} ${language}`) ?? records.commands.get(`${scope} `);
    if (commands !== undefined) return commands;
  }
  return [];
}

export function commandScopeKey(scope: {
  readonly type: string;
  readonly chat_id?: number | string;
  readonly user_id?: number;
}): string {
  return [scope.type, scope.chat_id, scope.user_id].filter((part) => part !== undefined).join('/');
}
