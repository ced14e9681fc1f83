import type {
  TelegramForceReply,
  TelegramReplyKeyboardMarkup,
  TelegramReplyKeyboardRemove,
} from '@gramio/types';
import type { ChatRecord } from '../journal/records.ts';
import type { InlineKeyboard } from '../telegram-types.ts';

export type ReplyMarkup =
  | InlineKeyboard
  | TelegramReplyKeyboardMarkup
  | TelegramReplyKeyboardRemove
  | TelegramForceReply;

/** The inline keyboard that stays with the message: rows without buttons are dropped, and a keyboard without rows. */
export function shownMarkup(markup: ReplyMarkup | undefined): InlineKeyboard | undefined {
  if (markup === undefined || !('inline_keyboard' in markup)) return undefined;
  const rows = markup.inline_keyboard.filter((row) => row.length > 0);
  return rows.length > 0 ? { inline_keyboard: rows } : undefined;
}

/** The keyboard below the chat lives on until another markup changes it. */
export function withReplyKeyboard(chat: ChatRecord, markup: ReplyMarkup | undefined): ChatRecord {
  if (markup === undefined || 'inline_keyboard' in markup) return chat;
  const { replyKeyboard: _, ...rest } = chat;
  if ('remove_keyboard' in markup) return rest;
  return { ...rest, replyKeyboard: 'keyboard' in markup ? withObjects(markup) : { ...markup } };
}

/** A button may have come as its text alone. */
function withObjects(markup: TelegramReplyKeyboardMarkup): Readonly<Record<string, unknown>> {
  const rows: readonly (readonly unknown[])[] = markup.keyboard;
  const keyboard = rows.map((row) =>
    row.map((button) => (typeof button === 'string' ? { text: button } : button)),
  );
  return { ...markup, keyboard };
}
