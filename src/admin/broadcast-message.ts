import type { Broadcast, BroadcastBody, BroadcastOptions } from '../actions/operators/broadcasts.ts';
import { findPerson } from '../actions/people/read-profile.ts';
import { markUnreachable } from '../actions/people/mark-unreachable.ts';
import { AppError } from '../kernel/errors.ts';
import type { Telegram } from '../telegram/client.ts';
import { classifyTelegramError } from '../telegram/errors.ts';
import { keyboardOf, packId } from './operator-button.ts';
import type { OperatorParts, Screen } from './operator-command.ts';
import type { OperatorTexts } from './texts/en.ts';
import { operatorTexts } from './texts/texts.ts';

export async function sendBody(
  telegram: Telegram,
  { message }: BroadcastBody,
  chatId: number,
  signal?: AbortSignal,
): Promise<void> {
  if (message.kind === 'copy') {
    await telegram.copyMessage(chatId, message.chatId, message.messageId, {}, signal as never);
  } else {
    const entities = message.entities as NonNullable<Parameters<Telegram['sendMessage']>[2]>['entities'];
    await telegram.sendMessage(chatId, message.text, { ...(entities && { entities }) }, signal as never);
  }
}

export function broadcastScreen(texts: OperatorTexts, { id, state, sent, failed }: Broadcast): Screen {
  if (state === 'draft') return { html: texts.broadcastDropped };
  if (state === 'done') return { html: texts.broadcastDone(sent, failed) };
  if (state === 'cancelled') {
    return { html: sent + failed === 0 ? texts.broadcastDropped : texts.broadcastStopped(sent, failed) };
  }
  return {
    html: texts.broadcastRunning(sent, failed),
    rows: [[{ text: texts.broadcastStop, press: 'stop', value: packId(id), style: 'danger' }]],
  };
}

/** How a broadcast is sent to one person and shown to its operator. */
export function broadcastSending({
  parts,
  telegram,
  config,
}: OperatorParts): Pick<BroadcastOptions, 'send' | 'report'> {
  return {
    send: async (body, recipient, signal) => {
      try {
        await sendBody(telegram, body, recipient.telegramId, signal);
        return 'sent';
      } catch (error) {
        const failure = classifyTelegramError(error);
        // All of them would meet it: the rest is for later.
        if (failure === 'flood' || failure === 'unavailable' || failure === 'unauthorized') throw error;
        if (signal.aborted) throw new AppError('cancelled', 'The broadcast is handed back.');
        if (failure === 'gone') await markUnreachable(parts, recipient.personId);
        return 'failed';
      }
    },
    report: async (broadcast) => {
      const place = broadcast.body.progress;
      if (!place) return;
      const operator = await findPerson(parts, { telegramId: broadcast.operatorId });
      const texts = operatorTexts(operator?.language ?? config.language);
      const { html, rows } = broadcastScreen(texts, broadcast);
      await telegram.editMessageText(place.chatId, place.messageId, html, {
        parse_mode: 'HTML',
        reply_markup: keyboardOf(rows),
      });
    },
  };
}
