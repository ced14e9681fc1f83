import { type KeptUpdate, keepUpdates } from '../actions/inbox/keep-updates.ts';
import type { ChatBot } from './chat-bot.ts';
import type { Admission } from './flood-guard.ts';
import { languageOf } from './handle-update.ts';
import { routeUpdate } from './router.ts';

/** What is asked of Telegram; it keeps the list until it is given another. */
export const wantedUpdates = ['message', 'callback_query', 'my_chat_member', 'pre_checkout_query'] as const;

/** Takes updates in: when it returns, they may be acknowledged; when it throws, they must come again. */
export type Receiver = (updates: readonly unknown[]) => Promise<void>;

type ReceiverBot = Pick<ChatBot<unknown>, 'parts' | 'botId' | 'telegram' | 'texts' | 'stopAt'>;

export function createReceiver(
  bot: ReceiverBot,
  admit: (lane: number) => Admission,
  wake: (kept: readonly KeptUpdate[]) => void,
): Receiver {
  return async (updates) => {
    const waiting = updates.filter(
      (update) => !answerCheckout(bot, update) && isAdmitted(bot, admit, update),
    );
    const kept = await keepUpdates(bot.parts, bot.botId, waiting);
    if (kept.length > 0) bot.stopAt?.('kept');
    wake(kept);
  };
}

/** Telegram gives 10 seconds for it, so it waits in no line: nothing is sold here, and nobody is to be charged. */
function answerCheckout(bot: ReceiverBot, update: unknown): boolean {
  const query = (
    update as { pre_checkout_query?: { id?: unknown; from?: { language_code?: unknown } } } | null
  )?.pre_checkout_query;
  if (query === undefined || query === null) return false;
  const code = query.from?.language_code;
  const text = bot.texts(languageOf(typeof code === 'string' ? code : undefined)).noPayments;
  bot.telegram
    .answerPreCheckoutQuery(String(query.id), false, { error_message: text })
    .catch((error: unknown) => {
      bot.parts.log.warn({ err: error }, 'A pre-checkout query got no answer.');
    });
  return true;
}

/** Presses and messages count; that somebody blocked the bot, or paid, is never dropped. */
function isAdmitted(bot: ReceiverBot, admit: (lane: number) => Admission, update: unknown): boolean {
  const routed = routeUpdate(update, undefined);
  if (routed.kind !== 'press' && routed.kind !== 'message') return true;
  if (routed.kind === 'message' && 'successful_payment' in routed.message) return true;
  const { telegramId, languageCode } = routed.sender;
  const admission = admit(telegramId);
  if (admission === 'first-excess') {
    bot.parts.log.warn({ telegramId }, 'Somebody sends more than can be answered; the rest is dropped.');
    const text = bot.texts(languageOf(languageCode)).tooFast;
    const told =
      routed.kind === 'press'
        ? bot.telegram.answerCallbackQuery(routed.callbackId, { text })
        : bot.telegram.sendMessage(routed.chatId, text);
    told.catch((error: unknown) => bot.parts.log.info({ err: error }, 'Who floods could not be told.'));
  }
  return admission === 'admitted';
}
