import { tellOfChat } from '../chats/chats.ts';
import type { ActParts, Answer } from './act.ts';
import { deleteMessages } from '../chats/post.ts';

/** Chats are empty again, nothing waits for the bot and its files are gone; people and the bot's profile stay. */
export function reset(parts: ActParts): Answer {
  const { records } = parts;
  for (const { update } of parts.updates.pending()) parts.updates.confirm(update.update_id);
  for (const chat of [...records.chats.values()]) {
    const all = parts.messages.list(chat.id, Number.POSITIVE_INFINITY).map(({ message_id: id }) => id);
    deleteMessages(parts, chat.id, all);
    const { pinnedMessageId: _pinned, replyKeyboard: _keyboard, ...rest } = chat;
    const fresh = { ...rest, isBlocked: false, isStarted: chat.type === 'group' };
    records.chats.set(chat.id, fresh);
    parts.activity.end(chat.id);
    tellOfChat(parts, fresh);
  }
  for (const table of [records.queries, records.charges, records.invoiceLinks]) {
    for (const key of [...table.keys()]) table.delete(key);
  }
  parts.violations.clear();
  parts.faults.clear();
  parts.files.forgetAll();
  return {};
}
