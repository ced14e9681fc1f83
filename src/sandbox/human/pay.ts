import { randomInt } from 'node:crypto';
import { chatOfPerson, userNamed, userObject } from '../chats/chats.ts';
import { ApiError } from '../wire/api-error.ts';
import type { Act, ActParts, Answer } from './act.ts';

/** The bot is asked first; the payment is made when it answers that all is well. */
export function pay(parts: ActParts, { userId, chatId, messageId }: Act<'pay'>): Answer {
  const user = userNamed(parts, userId);
  const chat = chatOfPerson(parts, chatId, userId);
  const invoice = parts.messages.get(chat.id, messageId)?.invoice;
  if (invoice === undefined) throw new ApiError(400, `Message ${messageId} is no invoice.`);
  const id = String(randomInt(2 ** 47));
  const query = {
    id,
    kind: 'checkout' as const,
    userId,
    chatId,
    messageId,
    invoice,
    atMs: parts.clock.nowMs(),
  };
  parts.records.queries.set(id, query);
  const checkout = {
    id,
    from: userObject(user),
    currency: invoice.currency,
    total_amount: invoice.amount,
    invoice_payload: invoice.payload,
  };
  parts.updates.add('pre_checkout_query', checkout, { chatId, userId });
  return { callbackId: id };
}
