import type { MessageRecord, Records } from '../journal/records.ts';
import type { Message } from '../telegram-types.ts';

/** The messages of each chat, oldest first. */
export interface MessageIndex {
  get(chatId: number, messageId: number): MessageRecord | undefined;
  put(record: MessageRecord): void;
  delete(chatId: number, messageId: number): boolean;
  /** At most `limit` that are older than `before`, oldest first. */
  list(chatId: number, limit: number, before?: number): readonly Message[];
  hasOlder(chatId: number, messageId: number): boolean;
}

/** Older ones are forgotten, so that a chat that is never cleared stays cheap. */
const keptMessagesOfChat = 1000;

export function createMessageIndex(records: Records): MessageIndex {
  const chats = new Map<number, Map<number, MessageRecord>>();
  const chatOf = (chatId: number) => {
    const messages = chats.get(chatId) ?? new Map<number, MessageRecord>();
    chats.set(chatId, messages);
    return messages;
  };
  const ids = [...records.messages.values()].sort((a, b) => a.message.message_id - b.message.message_id);
  for (const record of ids) chatOf(record.message.chat.id).set(record.message.message_id, record);

  const remove = (chatId: number, messageId: number) => {
    records.messages.delete(keyOf(chatId, messageId));
    return chats.get(chatId)?.delete(messageId) ?? false;
  };
  return {
    get: (chatId, messageId) => chats.get(chatId)?.get(messageId),
    put(record) {
      const { chat, message_id: messageId } = record.message;
      const messages = chatOf(chat.id);
      messages.set(messageId, record);
      records.messages.set(keyOf(chat.id, messageId), record);
      const [oldest] = messages.keys();
      if (messages.size > keptMessagesOfChat && oldest !== undefined) remove(chat.id, oldest);
    },
    delete: remove,
    list(chatId, limit, before = Number.POSITIVE_INFINITY) {
      const messages = [...(chats.get(chatId)?.values() ?? [])].map(({ message }) => message);
      return messages.filter(({ message_id: id }) => id < before).slice(-limit);
    },
    hasOlder(chatId, messageId) {
      const [oldest] = chats.get(chatId)?.keys() ?? [];
      return oldest !== undefined && oldest < messageId;
    },
  };
}

function keyOf(chatId: number, messageId: number): string {
  return `${chatId}/${messageId}`;
}
