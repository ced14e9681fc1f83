import type { ChatRecord } from '../journal/records.ts';
import type { SandboxParts } from '../parts.ts';
import type { ResultOf } from '../telegram-types.ts';
import { botObject, botRecord, userObject } from './chats.ts';

/** The first of a group made it, the others are members as the bot is; undefined for whoever is not in the chat. */
export function memberObject(
  parts: SandboxParts,
  chat: ChatRecord,
  userId: number,
): ResultOf<'getChatMember'> | undefined {
  if (userId === botRecord(parts).id) return { status: 'member', user: botObject(parts) };
  const user = parts.records.users.get(userId);
  if (user === undefined || !chat.userIds.includes(userId)) return undefined;
  const isOwner = chat.type === 'group' && chat.userIds[0] === userId;
  return isOwner
    ? { status: 'creator', user: userObject(user), is_anonymous: false }
    : { status: 'member', user: userObject(user) };
}
