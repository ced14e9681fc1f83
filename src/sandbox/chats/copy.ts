import type { TelegramMessageOrigin } from '@gramio/types';
import type { SandboxParts } from '../parts.ts';
import type { Message } from '../telegram-types.ts';
import { ApiError, badRequest } from '../wire/api-error.ts';
import type { MessageContent } from './post.ts';

/** What stays behind when a message is copied or forwarded. */
const ofTheOriginal: ReadonlySet<string> = new Set([
  'message_id',
  'from',
  'chat',
  'date',
  'edit_date',
  'reply_markup',
  'reply_to_message',
  'quote',
  'media_group_id',
  'forward_origin',
  'effect_id',
  'has_protected_content',
]);
const serviceKeys = ['pinned_message', 'successful_payment', 'refunded_payment'] as const;

export function contentOfOriginal(message: Message): MessageContent {
  return Object.fromEntries(Object.entries(message).filter(([key]) => !ofTheOriginal.has(key)));
}

/** Who wrote it first. */
export function originOf(message: Message): TelegramMessageOrigin {
  const { forward_origin: origin, from, date } = message;
  if (origin !== undefined) return origin as TelegramMessageOrigin;
  if (from === undefined) throw new ApiError(400, 'A message without a sender was forwarded.');
  return { type: 'user', date, sender_user: from };
}

/** A message that the bot may take elsewhere; `what` is Telegram's word for it, `copy` or `forward`. */
export function takenMessage(
  parts: SandboxParts,
  chatId: number,
  messageId: number,
  what: 'copy' | 'forward',
): Message {
  const message = parts.messages.get(chatId, messageId)?.message;
  if (message === undefined) throw badRequest(`message to ${what} not found`);
  const isService = serviceKeys.some((key) => message[key] !== undefined);
  if (isService || message.has_protected_content || (what === 'copy' && message.invoice)) {
    throw badRequest(`message can't be ${what === 'copy' ? 'copied' : 'forwarded'}`);
  }
  return message;
}
