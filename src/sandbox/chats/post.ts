import { type ChatRecord, type InvoiceRecord, nextNumber } from '../journal/records.ts';
import type { SandboxParts } from '../parts.ts';
import type { BotApiMessage, SandboxUser } from '../protocol.ts';
import { unixSeconds } from '../sandbox-clock.ts';
import { badRequest } from '../wire/api-error.ts';
import { botObject, changeChat, chatObject, userObject } from './chats.ts';
import { type ReplyMarkup, withReplyKeyboard, shownMarkup } from './reply-markup.ts';
import type { Message, ReplyParameters } from '../telegram-types.ts';

/** What a message holds besides its number, sender, chat and date. */
export type MessageContent = Partial<Omit<Message, 'message_id' | 'chat' | 'date' | 'from'>>;

/** What all methods that send take alike. */
export interface SendOptions {
  readonly reply_parameters?: ReplyParameters;
  readonly reply_markup?: ReplyMarkup;
  readonly protect_content?: boolean;
  readonly message_effect_id?: string;
}

/** The bot writes. */
export function postFromBot(
  parts: SandboxParts,
  chat: ChatRecord,
  content: MessageContent,
  options: SendOptions,
  invoice?: InvoiceRecord,
): Message {
  const markup = shownMarkup(options.reply_markup);
  const message: Message = {
    ...envelope(parts, chat),
    from: botObject(parts),
    ...replyTo(parts, chat, options.reply_parameters),
    ...content,
    ...(options.protect_content && { has_protected_content: true }),
    ...(options.message_effect_id && { effect_id: options.message_effect_id }),
    ...(markup && { reply_markup: markup }),
  };
  const wasActive = parts.activity.end(chat.id);
  put(parts, message, invoice);
  const changed = withReplyKeyboard(chat, options.reply_markup);
  if (wasActive || changed !== chat) changeChat(parts, changed);
  return message;
}

/** A person writes: the bot gets an update of it. */
export function postFromUser(
  parts: SandboxParts,
  chat: ChatRecord,
  user: SandboxUser,
  content: MessageContent,
): Message {
  const message: Message = { ...envelope(parts, chat), from: userObject(user), ...content };
  if (!chat.isStarted) changeChat(parts, { ...chat, isStarted: true });
  put(parts, message);
  parts.updates.add('message', message, { chatId: chat.id, userId: user.id });
  return message;
}

function envelope(parts: SandboxParts, chat: ChatRecord) {
  return {
    message_id: nextNumber(parts.records, 'message'),
    chat: chatObject(parts, chat),
    date: unixSeconds(parts.clock),
  };
}

function put(parts: SandboxParts, message: Message, invoice?: InvoiceRecord): void {
  parts.messages.put({ message, ...(invoice && { invoice }) });
  parts.events.add({ event: 'message', chatId: message.chat.id, message: asProtocol(message) });
}

/** The message in its new form in the old one's place. */
export function replaceMessage(parts: SandboxParts, message: Message): void {
  const invoice = parts.messages.get(message.chat.id, message.message_id)?.invoice;
  parts.messages.put({ message, ...(invoice && { invoice }) });
  parts.events.add({ event: 'edit', chatId: message.chat.id, message: asProtocol(message) });
}

export function deleteMessages(parts: SandboxParts, chatId: number, messageIds: readonly number[]): void {
  const gone = messageIds.filter((id) => parts.messages.delete(chatId, id));
  if (gone.length > 0) parts.events.add({ event: 'delete', chatId, messageIds: gone });
}

/** A reply carries what it replies to, but not what that replied to. */
export function replyTo(
  parts: SandboxParts,
  chat: ChatRecord,
  reply: ReplyParameters | undefined,
): MessageContent {
  if (reply?.message_id === undefined) return {};
  const target = parts.messages.get(Number(reply.chat_id ?? chat.id), reply.message_id)?.message;
  if (target === undefined) {
    if (reply.allow_sending_without_reply) return {};
    throw badRequest('message to be replied not found');
  }
  const { reply_to_message: _, ...replied } = target;
  const quote = reply.quote && { quote: { text: reply.quote, position: 0, is_manual: true as const } };
  return { reply_to_message: replied, ...quote };
}

/** Messages of ours are held to the schema where they are answered or delivered; the protocol sees plain objects. */
export function asProtocol(message: Message): BotApiMessage {
  return message as unknown as BotApiMessage;
}
