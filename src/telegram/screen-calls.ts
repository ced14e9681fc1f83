import type { InlineKeyboardMarkup, Message } from 'grammy/types';
import type { ShownScreen } from '../actions/conversation/conversations.ts';
import type { Telegram } from './client.ts';
import { plainText } from '../domain/html.ts';
import type { MediaReference } from './screen-media.ts';

/** A view as Telegram's calls take it. */
export interface ScreenContent {
  readonly html: string;
  /** Without formatting: its HTML was refused. */
  readonly isPlain: boolean;
  readonly textHash: string;
  readonly keyboard: InlineKeyboardMarkup;
  readonly media: MediaReference | undefined;
}

const longest = { text: 4096, caption: 1024 };
const noPreview = { link_preview_options: { is_disabled: true } } as const;

export async function sendScreen(
  telegram: Telegram,
  chatId: number,
  content: ScreenContent,
): Promise<Message> {
  const { media, keyboard } = content;
  const buttons = keyboard.inline_keyboard.length > 0 ? { reply_markup: keyboard } : {};
  if (!media) {
    const { text, ...format } = wordsOf(content);
    return await telegram.sendMessage(chatId, text, { ...format, ...noPreview, ...buttons });
  }
  const options = { ...captionOf(content), ...buttons };
  if (media.kind === 'photo') return await telegram.sendPhoto(chatId, media.media, options);
  if (media.kind === 'audio') {
    return await telegram.sendAudio(chatId, media.media, { ...options, ...media.attributes, ...media.track });
  }
  const streamed = { ...media.attributes, supports_streaming: true };
  return await telegram.sendVideo(chatId, media.media, { ...options, ...streamed });
}

/** Text can become media, never the other way round; and media that is to stay becomes nothing else. */
export function canBecome(before: ShownScreen, content: ScreenContent): boolean {
  if (before.keptAs !== undefined && content.media?.contentKey !== before.contentKey) return false;
  return content.media !== undefined || before.kind === 'text';
}

/** By the smallest call that makes the message what it is to be; `true` or the message as Telegram has it now. */
export async function editScreen(
  telegram: Telegram,
  chatId: number,
  before: ShownScreen,
  content: ScreenContent,
): Promise<Message | true> {
  const { messageId } = before;
  const { media, keyboard } = content;
  const buttons = { reply_markup: keyboard };
  if (media?.contentKey === before.contentKey) {
    const saysTheSame = content.textHash !== '' && content.textHash === before.textHash;
    if (saysTheSame) return await telegram.editMessageReplyMarkup(chatId, messageId, buttons);
    if (!media) {
      const { text, ...format } = wordsOf(content);
      return await telegram.editMessageText(chatId, messageId, text, { ...format, ...noPreview, ...buttons });
    }
    return await telegram.editMessageCaption(chatId, messageId, { ...captionOf(content), ...buttons });
  }
  if (!media) throw new RangeError('A message with media can not be edited into a text.');
  return await telegram.editMessageMedia(chatId, messageId, inputMedia(content, media), buttons);
}

function inputMedia(content: ScreenContent, { kind, media, attributes, track }: MediaReference) {
  const caption = captionOf(content);
  if (kind === 'photo') return { type: kind, media, ...caption };
  if (kind === 'audio') return { type: kind, media, ...caption, ...attributes, ...track };
  return { type: kind, media, ...caption, ...attributes, supports_streaming: true };
}

function wordsOf({ html, isPlain }: ScreenContent): { readonly text: string; readonly parse_mode?: 'HTML' } {
  return isPlain ? { text: plainText(html).slice(0, longest.text) } : { text: html, parse_mode: 'HTML' };
}

function captionOf({ html, isPlain }: ScreenContent): {
  readonly caption: string;
  readonly parse_mode?: 'HTML';
} {
  return isPlain
    ? { caption: plainText(html).slice(0, longest.caption) }
    : { caption: html, parse_mode: 'HTML' };
}
