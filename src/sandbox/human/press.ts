import { randomInt } from 'node:crypto';
import { chatOfPerson, userNamed, userObject } from '../chats/chats.ts';
import { forgetOldQueries } from '../methods/query-methods.ts';
import { ApiError } from '../wire/api-error.ts';
import type { Act, ActParts, Answer } from './act.ts';

/** A press of a button that asks the bot; others are the page's own to follow. */
export function press(parts: ActParts, { userId, chatId, messageId, row, column }: Act<'press'>): Answer {
  const user = userNamed(parts, userId);
  const chat = chatOfPerson(parts, chatId, userId);
  const message = parts.messages.get(chat.id, messageId)?.message;
  const button = message?.reply_markup?.inline_keyboard[row]?.[column];
  if (message === undefined || button === undefined) throw new ApiError(400, 'There is no such button.');
  if (button.callback_data === undefined)
    throw new ApiError(400, `The button '${button.text}' does not ask the bot.`);
  const callbackId = String(randomInt(2 ** 47)).padStart(15, '4');
  forgetOldQueries(parts);
  parts.records.queries.set(callbackId, {
    id: callbackId,
    kind: 'callback',
    userId,
    chatId,
    atMs: parts.clock.nowMs(),
  });
  const query = {
    id: callbackId,
    from: userObject(user),
    message,
    chat_instance: String(chat.id),
    data: button.callback_data,
  };
  parts.updates.add('callback_query', query, { chatId, userId });
  return { callbackId };
}
