import { botObject, changeChat, chatObject, userNamed, userObject } from '../chats/chats.ts';
import { type ChatRecord, nextNumber } from '../journal/records.ts';
import type { SandboxParts } from '../parts.ts';
import type { SandboxUser } from '../protocol.ts';
import { unixSeconds } from '../sandbox-clock.ts';
import { ApiError } from '../wire/api-error.ts';
import type { Act, ActParts, Answer } from './act.ts';

const firstUserId = 510_000_001;
const firstGroupId = 4_200_001;

export function addUser(parts: ActParts, { user }: Act<'add-user'>): Answer {
  const id = user.id ?? nextNumber(parts.records, 'user', firstUserId);
  if (!(Number.isSafeInteger(id) && id > 0))
    throw new ApiError(400, `A user's id is a positive integer, not ${id}.`);
  if (parts.records.users.get(id) !== undefined) throw new ApiError(400, `There is a user ${id} already.`);
  putUser(parts, { ...user, id });
  return { userId: id, chatId: id };
}

/** A person with the chat that they have with the bot. */
export function putUser(parts: SandboxParts, user: SandboxUser): void {
  parts.records.users.set(user.id, user);
  parts.events.add({ event: 'user', user });
  changeChat(parts, {
    ...(parts.records.chats.get(user.id) ?? { isBlocked: false, isStarted: false }),
    id: user.id,
    type: 'private',
    title: [user.first_name, user.last_name].filter(Boolean).join(' '),
    userIds: [user.id],
  });
}

export function changeUser(parts: ActParts, { user }: Act<'change-user'>): Answer {
  userNamed(parts, user.id);
  putUser(parts, user);
  return { userId: user.id };
}

export function addGroup(parts: ActParts, { id, title, userIds }: Act<'add-group'>): Answer {
  const chatId = id ?? -nextNumber(parts.records, 'group', firstGroupId);
  if (!(Number.isSafeInteger(chatId) && chatId < 0))
    throw new ApiError(400, `A group's id is a negative integer, not ${chatId}.`);
  for (const userId of userIds) userNamed(parts, userId);
  putGroup(parts, chatId, title, userIds);
  return { chatId };
}

export function putGroup(parts: SandboxParts, id: number, title: string, userIds: readonly number[]): void {
  changeChat(parts, {
    ...parts.records.chats.get(id),
    id,
    type: 'group',
    title,
    userIds,
    isBlocked: false,
    isStarted: true,
  });
}

export function block(parts: ActParts, { userId }: Act<'block'>): Answer {
  return setBlocked(parts, userId, true);
}

export function unblock(parts: ActParts, { userId }: Act<'unblock'>): Answer {
  return setBlocked(parts, userId, false);
}

/** The bot gets to know of it. */
function setBlocked(parts: ActParts, userId: number, isBlocked: boolean): Answer {
  const user = userNamed(parts, userId);
  const chat = parts.records.chats.get(userId);
  if (chat === undefined || chat.isBlocked === isBlocked) return { chatId: userId };
  const changed: ChatRecord = { ...chat, isBlocked };
  changeChat(parts, changed);
  const bot = botObject(parts);
  const member = { status: 'member', user: bot };
  const kicked = { status: 'kicked', user: bot, until_date: 0 };
  const update = {
    chat: chatObject(parts, chat),
    from: userObject(user),
    date: unixSeconds(parts.clock),
    old_chat_member: isBlocked ? member : kicked,
    new_chat_member: isBlocked ? kicked : member,
  };
  parts.updates.add('my_chat_member', update, { chatId: userId, userId });
  return { chatId: userId };
}
