import type { Telegram } from '../telegram/client.ts';
import type { Incoming } from './incoming.ts';
import { keyboardOf } from './operator-button.ts';
import type { Screen } from './operator-command.ts';

/** Below what the operator wrote, as an answer to it. */
export async function showBelow(telegram: Telegram, message: Incoming, screen: Screen): Promise<void> {
  await telegram.sendMessage(message.chatId, screen.html, {
    parse_mode: 'HTML',
    link_preview_options: { is_disabled: true },
    reply_parameters: { message_id: message.messageId, allow_sending_without_reply: true },
    ...(screen.rows && { reply_markup: keyboardOf(screen.rows) }),
  });
}
