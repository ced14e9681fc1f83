import { randomBytes } from 'node:crypto';
import { chatForBot, userNamed } from '../chats/chats.ts';
import { postFromBot } from '../chats/post.ts';
import type { ChargeRecord, InvoiceRecord } from '../journal/records.ts';
import type { SandboxParts } from '../parts.ts';
import { settleCheckout } from '../payments/settle-checkout.ts';
import type { ResultOf } from '../telegram-types.ts';
import { badRequest } from '../wire/api-error.ts';
import type { Methods } from './method.ts';
import { takeQuery } from './query-methods.ts';

const checkoutMs = 10_000;

interface InvoiceParameters {
  readonly payload: string;
  readonly currency: string;
  readonly prices: readonly { readonly amount: number }[];
  readonly subscription_period?: number;
}

function invoiceOf({
  payload,
  currency,
  prices,
  subscription_period: seconds,
}: InvoiceParameters): InvoiceRecord {
  const amount = prices.reduce((total, price) => total + price.amount, 0);
  return { payload, currency, amount, ...(seconds !== undefined && { subscriptionSeconds: seconds }) };
}

export const paymentMethods = {
  sendInvoice(parts, { parameters }) {
    const chat = chatForBot(parts, parameters.chat_id);
    const invoice = invoiceOf(parameters);
    const { title, description, currency, start_parameter: start = '', reply_markup: markup } = parameters;
    const label =
      currency === 'XTR' ? `Pay ⭐️${invoice.amount}` : `Pay ${(invoice.amount / 100).toFixed(2)} ${currency}`;
    const content = {
      invoice: { title, description, currency, start_parameter: start, total_amount: invoice.amount },
    };
    const keyboard = markup ?? { inline_keyboard: [[{ text: label, pay: true }]] };
    return postFromBot(parts, chat, content, { ...parameters, reply_markup: keyboard }, invoice);
  },

  /** A message with the link, as text or under a button, can be paid as an invoice is. */
  createInvoiceLink({ records }, { parameters }) {
    const link = `https://t.me/$${randomBytes(15).toString('base64url')}`;
    records.invoiceLinks.set(link, invoiceOf(parameters));
    return link;
  },

  answerPreCheckoutQuery(parts, { parameters }) {
    const query = takeQuery(parts, parameters.pre_checkout_query_id, 'checkout', checkoutMs);
    settleCheckout(parts, query, parameters.ok ? undefined : (parameters.error_message ?? ''));
    return true;
  },

  refundStarPayment(parts, { parameters }) {
    const charge = chargeOf(parts, parameters.telegram_payment_charge_id, parameters.user_id);
    if (charge.isRefunded) throw badRequest('CHARGE_ALREADY_REFUNDED');
    parts.records.charges.set(charge.id, { ...charge, isRefunded: true });
    const chat = parts.records.chats.get(charge.chatId);
    if (chat === undefined) return true;
    const refunded_payment = {
      currency: 'XTR',
      total_amount: charge.amount,
      invoice_payload: charge.payload,
      telegram_payment_charge_id: charge.id,
    } as const;
    const message = postFromBot(parts, chat, { refunded_payment }, {});
    parts.updates.add('message', message, { chatId: chat.id, userId: charge.userId });
    return true;
  },

  editUserStarSubscription(parts, { parameters }) {
    const charge = chargeOf(parts, parameters.telegram_payment_charge_id, parameters.user_id);
    if (charge.subscriptionUntilMs === undefined) throw badRequest('SUBSCRIPTION_NOT_FOUND');
    parts.records.charges.set(charge.id, { ...charge, isCanceled: parameters.is_canceled });
    return true;
  },

  getStarTransactions(parts, { parameters }) {
    const { offset = 0, limit = 100 } = parameters;
    const all = [...parts.records.charges.values()].flatMap((charge) => transactionsOf(parts, charge));
    return { transactions: all.slice(offset, offset + limit) };
  },

  getMyStarBalance: ({ records }) => ({
    amount: [...records.charges.values()].reduce(
      (sum, charge) => sum + (charge.isRefunded ? 0 : charge.amount),
      0,
    ),
  }),
} satisfies Methods;

function chargeOf({ records }: SandboxParts, chargeId: string, userId: number): ChargeRecord {
  const charge = records.charges.get(chargeId);
  if (charge === undefined || charge.userId !== userId) throw badRequest('CHARGE_NOT_FOUND');
  return charge;
}

/** The payment, and its refund under the same id. */
function transactionsOf(
  parts: SandboxParts,
  { id, userId, amount, payload, atMs, isRefunded }: ChargeRecord,
): ResultOf<'getStarTransactions'>['transactions'] {
  const partner = {
    type: 'user' as const,
    transaction_type: 'invoice_payment' as const,
    user: { is_bot: false, ...userNamed(parts, userId) },
    invoice_payload: payload,
  };
  const paid = { id, amount, date: Math.floor(atMs / 1000) };
  return [{ ...paid, source: partner }, ...(isRefunded ? [{ ...paid, receiver: partner }] : [])];
}
