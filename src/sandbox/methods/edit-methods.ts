import { isDeepStrictEqual } from 'node:util';
import { chatForBot } from '../chats/chats.ts';
import { deleteMessages, type MessageContent, replaceMessage } from '../chats/post.ts';
import { shownMarkup } from '../chats/reply-markup.ts';
import { mediaContent } from '../media/media-content.ts';
import type { SandboxParts } from '../parts.ts';
import { unixSeconds } from '../sandbox-clock.ts';
import { captionFields, formatCaption, formatText, textFields } from '../text/format-text.ts';
import { badRequest, wrongCall } from '../wire/api-error.ts';
import type { Methods } from './method.ts';
import type { InlineKeyboard, Message } from '../telegram-types.ts';

const deletableSeconds = 48 * 3600;
const textKeys = ['text', 'entities', 'link_preview_options'] as const;
const captionKeys = ['caption', 'caption_entities', 'show_caption_above_media'] as const;
const mediaKeys = [
  'photo',
  'video',
  'animation',
  'audio',
  'document',
  'voice',
  'video_note',
  'has_media_spoiler',
] as const;

export const editMethods = {
  editMessageText(parts, { parameters }) {
    const message = editable(parts, parameters);
    if (message.text === undefined) throw badRequest('there is no text in the message to edit');
    const { text, parse_mode: parseMode, entities, link_preview_options: preview } = parameters;
    const content = textFields(formatText({ text: String(text), parseMode, entities }));
    return edit(
      parts,
      message,
      { ...content, ...(preview && { link_preview_options: preview }) },
      textKeys,
      parameters,
    );
  },

  editMessageCaption(parts, { parameters }) {
    const message = editable(parts, parameters);
    if (!mediaKeys.some((key) => message[key] !== undefined)) {
      throw badRequest('there is no caption in the message to edit');
    }
    const { caption, parse_mode: parseMode, caption_entities: entities } = parameters;
    const above = parameters.show_caption_above_media && { show_caption_above_media: true as const };
    const content = captionFields(formatCaption({ text: caption && String(caption), parseMode, entities }));
    return edit(parts, message, { ...content, ...above }, captionKeys, parameters);
  },

  async editMessageMedia(parts, { parameters, uploads }) {
    const before = editable(parts, parameters);
    if (before.voice || before.video_note || before.sticker || before.invoice) {
      throw badRequest("message can't be edited");
    }
    const content = await mediaContent(parts, parameters.media, uploads);
    // Another call may have changed it while the file was looked at.
    const message = editable(parts, parameters);
    return edit(parts, message, content, [...textKeys, ...captionKeys, ...mediaKeys], parameters);
  },

  editMessageReplyMarkup(parts, { parameters }) {
    return edit(parts, editable(parts, parameters), {}, [], parameters);
  },

  deleteMessage(parts, { parameters }) {
    const chat = chatForBot(parts, parameters.chat_id);
    requireDeletable(parts, chat.id, parameters.message_id);
    deleteMessages(parts, chat.id, [parameters.message_id]);
    return true;
  },

  /** Those that are gone already are passed over. */
  deleteMessages(parts, { parameters }) {
    const chat = chatForBot(parts, parameters.chat_id);
    deleteMessages(parts, chat.id, parameters.message_ids);
    return true;
  },
} satisfies Methods;

interface EditTarget {
  readonly chat_id?: number | string;
  readonly message_id?: number;
  readonly inline_message_id?: string;
}

function editable(parts: SandboxParts, target: EditTarget): Message {
  if (target.chat_id === undefined) throw wrongCall('message identifier is not specified');
  const chat = chatForBot(parts, target.chat_id);
  if (target.message_id === undefined) throw wrongCall('message identifier is not specified');
  const message = parts.messages.get(chat.id, target.message_id)?.message;
  if (message === undefined) throw badRequest('message to edit not found');
  if (message.from?.is_bot !== true) throw wrongCall("message can't be edited");
  return message;
}

/** A markup that is not named goes away, as at Telegram. */
function edit(
  parts: SandboxParts,
  message: Message,
  content: MessageContent,
  replaced: readonly (keyof Message)[],
  { reply_markup: markup }: { readonly reply_markup?: InlineKeyboard },
): Message {
  const kept = Object.fromEntries(
    Object.entries(message).filter(
      ([key]) => !replaced.includes(key as keyof Message) && key !== 'reply_markup' && key !== 'edit_date',
    ),
  ) as unknown as Message;
  const shown = shownMarkup(markup);
  const edited: Message = { ...kept, ...content, ...(shown && { reply_markup: shown }) };
  const { edit_date: _, ...before } = message;
  if (isDeepStrictEqual(before, edited)) {
    throw badRequest(
      'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    );
  }
  const dated = { ...edited, edit_date: unixSeconds(parts.clock) };
  replaceMessage(parts, dated);
  return dated;
}

function requireDeletable(parts: SandboxParts, chatId: number, messageId: number): void {
  const message = parts.messages.get(chatId, messageId)?.message;
  if (message === undefined) throw badRequest('message to delete not found');
  if (unixSeconds(parts.clock) - message.date > deletableSeconds)
    throw badRequest("message can't be deleted for everyone");
}
