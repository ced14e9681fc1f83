import { chatOfPerson, userNamed } from '../chats/chats.ts';
import { contentOfOriginal, originOf } from '../chats/copy.ts';
import { asProtocol, type MessageContent, postFromUser, replaceMessage, replyTo } from '../chats/post.ts';
import { albumId } from '../methods/copy-methods.ts';
import { contentOf, keepUpload } from '../media/media-content.ts';
import { unixSeconds } from '../sandbox-clock.ts';
import { captionFields, formatCaption, formatText, textFields } from '../text/format-text.ts';
import { ApiError } from '../wire/api-error.ts';
import type { Act, ActParts, Answer } from './act.ts';
import type { Message } from '../telegram-types.ts';

type Item = Pick<Act<'send'>, 'kind' | 'uploadId' | 'caption'>;

export async function sendOne(parts: ActParts, act: Act<'send'>): Promise<Answer> {
  const user = userNamed(parts, act.userId);
  const chat = chatOfPerson(parts, act.chatId, act.userId);
  const reply = replyTo(parts, chat, act.replyTo === undefined ? undefined : { message_id: act.replyTo });
  const content = await itemContent(parts, act);
  return { message: asProtocol(postFromUser(parts, chat, user, { ...reply, ...content })) };
}

/** Gives the first message of the album. */
export async function sendAlbum(
  parts: ActParts,
  { userId, chatId, items }: Act<'send-album'>,
): Promise<Answer> {
  const user = userNamed(parts, userId);
  const chat = chatOfPerson(parts, chatId, userId);
  if (items.length < 2 || items.length > 10) throw new ApiError(400, 'An album has 2 to 10 items.');
  const contents: MessageContent[] = [];
  for (const item of items) contents.push(await itemContent(parts, item));
  const group = albumId(parts);
  const [first] = contents.map((content) =>
    postFromUser(parts, chat, user, { media_group_id: group, ...content }),
  );
  return first ? { message: asProtocol(first) } : {};
}

async function itemContent(parts: ActParts, { kind, uploadId, caption }: Item): Promise<MessageContent> {
  const formatted = formatCaption({ text: caption, parseMode: undefined, entities: undefined });
  const file = await parts.uploads.take(uploadId, (upload) =>
    keepUpload(parts, upload, kind, {}, { fromPerson: true }),
  );
  return { ...contentOf(file, kind), ...captionFields(formatted) };
}

export function editOwn(parts: ActParts, { userId, chatId, messageId, text }: Act<'edit'>): Answer {
  chatOfPerson(parts, chatId, userId);
  const message = parts.messages.get(chatId, messageId)?.message;
  if (message?.from?.id !== userId) throw new ApiError(400, 'Only a message of their own can be edited.');
  const written = { text, parseMode: undefined, entities: undefined };
  const { entities: _entities, caption_entities: _captionEntities, ...kept } = message;
  const edited: Message = {
    ...kept,
    ...(message.text === undefined ? captionFields(formatCaption(written)) : textFields(formatText(written))),
    edit_date: unixSeconds(parts.clock),
  };
  replaceMessage(parts, edited);
  parts.updates.add('edited_message', edited, { chatId, userId });
  return { message: asProtocol(edited) };
}

export function forward(parts: ActParts, { userId, chatId, fromChatId, messageId }: Act<'forward'>): Answer {
  const user = userNamed(parts, userId);
  const chat = chatOfPerson(parts, chatId, userId);
  chatOfPerson(parts, fromChatId, userId);
  const original = parts.messages.get(fromChatId, messageId)?.message;
  if (original === undefined) throw new ApiError(400, `There is no message ${messageId}.`);
  const content = { forward_origin: originOf(original), ...contentOfOriginal(original) };
  return { message: asProtocol(postFromUser(parts, chat, user, content)) };
}
