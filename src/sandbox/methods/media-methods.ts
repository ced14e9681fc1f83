import { chatForBot } from '../chats/chats.ts';
import { postFromBot, type SendOptions } from '../chats/post.ts';
import { mediaContent, type MediaKind, type SentMedia } from '../media/media-content.ts';
import type { SandboxParts } from '../parts.ts';
import { badRequest } from '../wire/api-error.ts';
import { albumId } from './copy-methods.ts';
import type { Call, Methods } from './method.ts';
import type { Message } from '../telegram-types.ts';

type SentParameters = Omit<SentMedia, 'type' | 'media'> & SendOptions & { readonly chat_id: number | string };

const downloadableBytes = 20 << 20;

export const mediaMethods = {
  sendPhoto: (parts, call) => sendOne(parts, call, 'photo', call.parameters.photo),
  sendVideo: (parts, call) => sendOne(parts, call, 'video', call.parameters.video),
  sendAnimation: (parts, call) => sendOne(parts, call, 'animation', call.parameters.animation),
  sendAudio: (parts, call) => sendOne(parts, call, 'audio', call.parameters.audio),
  sendVoice: (parts, call) => sendOne(parts, call, 'voice', call.parameters.voice),
  sendDocument: (parts, call) => sendOne(parts, call, 'document', call.parameters.document),
  sendVideoNote: (parts, call) => sendOne(parts, call, 'video_note', call.parameters.video_note),

  /** All or none: the files are looked at before the first message is there. */
  async sendMediaGroup(parts, { parameters, uploads }) {
    chatForBot(parts, parameters.chat_id);
    const contents = [];
    for (const item of parameters.media) contents.push(await mediaContent(parts, item as SentMedia, uploads));
    const chat = chatForBot(parts, parameters.chat_id);
    const group = albumId(parts);
    return contents.map((content) =>
      postFromBot(parts, chat, { media_group_id: group, ...content }, parameters),
    );
  },

  getFile(parts, { parameters }) {
    const file = parts.files.find(parameters.file_id);
    if (file === undefined) throw badRequest('invalid file_id');
    if (file.bytes > downloadableBytes) throw badRequest('file is too big');
    return {
      file_id: parameters.file_id,
      file_unique_id: file.uniqueId,
      file_size: file.bytes,
      file_path: file.path,
    };
  },
} satisfies Methods;

async function sendOne(
  parts: SandboxParts,
  { parameters, uploads }: Pick<Call<SentParameters>, 'parameters' | 'uploads'>,
  kind: MediaKind,
  media: unknown,
): Promise<Message> {
  chatForBot(parts, parameters.chat_id);
  const content = await mediaContent(parts, { ...parameters, type: kind, media }, uploads);
  // Another call may have changed the chat while the file was looked at.
  return postFromBot(parts, chatForBot(parts, parameters.chat_id), content, parameters);
}
