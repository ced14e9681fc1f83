import type { Message } from 'grammy/types';
import { classifyTelegramError } from '../errors.ts';
import { plainText } from '../../domain/html.ts';
import type { LastingMessage, OutgoingBot } from './outgoing-bot.ts';

/** A message that stays; without its formatting where Telegram can't read that, since it has to get through. */
export async function sendLasting(
  bot: Pick<OutgoingBot, 'telegram' | 'keyboard' | 'parts'>,
  chatId: number,
  { html, rows = [] }: LastingMessage,
): Promise<Message> {
  const options = {
    link_preview_options: { is_disabled: true },
    ...(rows.length > 0 && { reply_markup: bot.keyboard(rows) }),
  };
  try {
    return await bot.telegram.sendMessage(chatId, html, { ...options, parse_mode: 'HTML' });
  } catch (error) {
    if (classifyTelegramError(error) !== 'bad-markup') throw error;
    bot.parts.log.error({ err: error }, 'A message is no sound HTML; it is sent without formatting.');
    return await bot.telegram.sendMessage(chatId, plainText(html), options);
  }
}
