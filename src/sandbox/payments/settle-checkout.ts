import { randomBytes } from 'node:crypto';
import { userNamed } from '../chats/chats.ts';
import { postFromUser } from '../chats/post.ts';
import type { ChargeRecord, InvoiceRecord, QueryRecord } from '../journal/records.ts';
import type { SandboxParts } from '../parts.ts';

/** The bot has answered: the person pays, or is told why not. */
export function settleCheckout(parts: SandboxParts, query: QueryRecord, refusal: string | undefined): void {
  const { id, userId, chatId, invoice } = query;
  const chat = parts.records.chats.get(chatId);
  if (refusal !== undefined || invoice === undefined || chat === undefined) {
    const text = refusal ?? '';
    parts.events.add({ event: 'callback-answer', userId, callbackId: id, text, showAlert: true });
    return;
  }
  const charge = chargeFor(query, invoice, parts.clock.nowMs());
  parts.records.charges.set(charge.id, charge);
  parts.events.add({ event: 'callback-answer', userId, callbackId: id, showAlert: false });
  postFromUser(parts, chat, userNamed(parts, userId), {
    successful_payment: {
      currency: invoice.currency as 'XTR',
      total_amount: invoice.amount,
      invoice_payload: invoice.payload,
      telegram_payment_charge_id: charge.id,
      provider_payment_charge_id: charge.id,
      ...(charge.subscriptionUntilMs !== undefined && {
        subscription_expiration_date: Math.floor(charge.subscriptionUntilMs / 1000),
        is_recurring: true as const,
        is_first_recurring: true as const,
      }),
    },
  });
}

function chargeFor({ userId, chatId }: QueryRecord, invoice: InvoiceRecord, nowMs: number): ChargeRecord {
  const { amount, payload, subscriptionSeconds } = invoice;
  return {
    id: `stx${randomBytes(24).toString('base64url')}`,
    userId,
    chatId,
    amount,
    payload,
    atMs: nowMs,
    isRefunded: false,
    ...(subscriptionSeconds !== undefined && {
      subscriptionUntilMs: nowMs + subscriptionSeconds * 1000,
      isCanceled: false,
    }),
  };
}
