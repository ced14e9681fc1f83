import { randomInt } from 'node:crypto';
import { chatOfPerson, userNamed, userObject } from '../chats/chats.ts';
import type { InvoiceRecord } from '../journal/records.ts';
import type { Message } from '../telegram-types.ts';
import { ApiError } from '../wire/api-error.ts';
import type { Act, ActParts, Answer } from './act.ts';

/** A bot that answers later is too late. */
const checkoutMs = 10_000;

/** The bot is asked first; the payment is made when it answers that all is well. */
export function pay(parts: ActParts, { userId, chatId, messageId }: Act<'pay'>): Answer {
  const user = userNamed(parts, userId);
  const chat = chatOfPerson(parts, chatId, userId);
  const record = parts.messages.get(chat.id, messageId);
  const invoice = record?.invoice ?? (record && linkedInvoice(parts, record.message));
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
  parts.clock.after(checkoutMs, () => {
    if (!parts.records.queries.delete(id)) return;
    const text = 'The bot did not answer in time.';
    parts.events.add({ event: 'callback-answer', userId, callbackId: id, text, showAlert: true });
  });
  return { callbackId: id };
}

/** Of a link in the text or under a button. */
function linkedInvoice({ records }: ActParts, message: Message): InvoiceRecord | undefined {
  const buttons = message.reply_markup?.inline_keyboard.flat() ?? [];
  const links = [
    ...buttons.map(({ url }) => url),
    ...(message.entities ?? []).map(({ url }) => url),
    ...(message.text?.match(/https:\/\/t\.me\/\$[\w-]+/g) ?? []),
  ];
  return links.map((link) => records.invoiceLinks.get(link ?? '')).find((invoice) => invoice !== undefined);
}
