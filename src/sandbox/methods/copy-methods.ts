import { chatForBot } from '../chats/chats.ts';
import { contentOfOriginal, originOf, takenMessage } from '../chats/copy.ts';
import { type MessageContent, postFromBot, type SendOptions } from '../chats/post.ts';
import { nextNumber } from '../journal/records.ts';
import type { SandboxParts } from '../parts.ts';
import { captionFields, formatCaption } from '../text/format-text.ts';
import { badRequest } from '../wire/api-error.ts';
import type { Message } from '../telegram-types.ts';
import type { Methods } from './method.ts';

interface Many {
  readonly chat_id: number | string;
  readonly from_chat_id: number | string;
  readonly message_ids: readonly number[];
}

export const copyMethods = {
  copyMessage(parts, { parameters }) {
    const from = chatForBot(parts, parameters.from_chat_id);
    const original = takenMessage(parts, from.id, parameters.message_id, 'copy');
    const { caption: text, parse_mode: parseMode, caption_entities: entities } = parameters;
    const { caption: _caption, caption_entities: _entities, ...uncaptioned } = contentOfOriginal(original);
    const content =
      text === undefined
        ? contentOfOriginal(original)
        : { ...uncaptioned, ...captionFields(formatCaption({ text, parseMode, entities })) };
    const chat = chatForBot(parts, parameters.chat_id);
    return { message_id: postFromBot(parts, chat, content, parameters).message_id };
  },

  copyMessages(parts, { parameters }) {
    const { remove_caption: withoutCaption } = parameters;
    const copies = postMany(parts, parameters, 'copy', (original) => {
      const { caption, caption_entities: entities, ...content } = contentOfOriginal(original);
      return withoutCaption
        ? content
        : { ...content, ...(caption && { caption }), ...(entities && { caption_entities: entities }) };
    });
    return copies.map(({ message_id: id }) => ({ message_id: id }));
  },

  forwardMessage(parts, { parameters }) {
    const from = chatForBot(parts, parameters.from_chat_id);
    const original = takenMessage(parts, from.id, parameters.message_id, 'forward');
    const chat = chatForBot(parts, parameters.chat_id);
    const { protect_content: isProtected } = parameters;
    return postFromBot(parts, chat, forwarded(original), isProtected ? { protect_content: true } : {});
  },

  forwardMessages: (parts, { parameters }) =>
    postMany(parts, parameters, 'forward', forwarded).map(({ message_id: id }) => ({ message_id: id })),
} satisfies Methods;

function forwarded(original: Message): MessageContent {
  return { forward_origin: originOf(original), ...contentOfOriginal(original) };
}

/** Those that can't be taken are passed over; albums stay albums. */
function postMany(
  parts: SandboxParts,
  { chat_id: chatId, from_chat_id: fromChatId, message_ids: ids, ...options }: Many & SendOptions,
  what: 'copy' | 'forward',
  contentOf: (original: Message) => MessageContent,
): readonly Message[] {
  const from = chatForBot(parts, fromChatId);
  const originals = ids.flatMap((id) => takable(parts, from.id, id, what));
  if (originals.length === 0) throw badRequest(`there are no messages to ${what}`);
  const albums = new Map<string, string>();
  const chat = chatForBot(parts, chatId);
  return originals.map((original) => {
    const album = original.media_group_id && newAlbum(parts, albums, original.media_group_id);
    return postFromBot(
      parts,
      chat,
      { ...contentOf(original), ...(album && { media_group_id: album }) },
      options,
    );
  });
}

function takable(
  parts: SandboxParts,
  chatId: number,
  id: number,
  what: 'copy' | 'forward',
): readonly Message[] {
  try {
    return [takenMessage(parts, chatId, id, what)];
  } catch {
    return [];
  }
}

function newAlbum(parts: SandboxParts, albums: Map<string, string>, old: string): string {
  const album = albums.get(old) ?? albumId(parts);
  albums.set(old, album);
  return album;
}

/** As long as Telegram's. */
export function albumId({ records }: Pick<SandboxParts, 'records'>): string {
  return String(13_000_000_000_000_000n + BigInt(nextNumber(records, 'album')));
}
