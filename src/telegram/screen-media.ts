import { extname } from 'node:path';
import type { InputFile } from 'grammy';
import type { Message } from 'grammy/types';
import { forgetUpload, rememberUpload, uploadedFileId } from '../actions/conversation/telegram-files.ts';
import type { ViewMedia } from '../flow/view.ts';
import { AppError } from '../kernel/errors.ts';
import { sha256 } from '../platform/files/sha256.ts';
import type { ChatBot, ShowableFile } from './chat-bot.ts';
import { uploadOf } from './client.ts';
import { type BoundedMap, createBoundedMap } from './bounded-map.ts';

/** What a call to Telegram is given for a picture, sound or video. */
export interface MediaReference {
  readonly kind: ViewMedia['kind'];
  readonly contentKey: string;
  /** Telegram's id of what it has already, or the file to upload. */
  readonly media: string | InputFile;
  readonly track: AudioTrack;
  readonly attributes: MediaAttributes;
}

/** What a player shows of a sound. */
export interface AudioTrack {
  readonly title?: string;
  readonly performer?: string;
}

interface MediaAttributes {
  readonly width?: number;
  readonly height?: number;
  readonly duration?: number;
  readonly thumbnail?: InputFile;
}

type MediaBot = Pick<ChatBot<unknown>, 'parts' | 'botId' | 'media'>;

/** By what a view asks for: the key of its content; by that: Telegram's id. A page turned back to costs no question. */
interface Remembered {
  readonly contentKeys: BoundedMap<string, string>;
  readonly fileIds: BoundedMap<string, string>;
}

const remembered = new WeakMap<object, Remembered>();
const rememberAtMost = 2000;

/** Telegram's bounds for uploads by bots. */
const maxBytes: Readonly<Record<ViewMedia['kind'], number>> = {
  photo: 10 * 1024 * 1024,
  video: 50 * 1024 * 1024,
  audio: 50 * 1024 * 1024,
};

/** By its id where it was uploaded before, else the file. Throws what finding or making the file throws. */
export async function mediaReference(
  bot: MediaBot,
  personId: string,
  media: ViewMedia,
): Promise<MediaReference> {
  const { contentKeys, fileIds } = memoryOf(bot);
  const asked = JSON.stringify(media);
  const knownKey = contentKeys.get(asked);
  const known = knownKey !== undefined ? fileIds.get(knownKey) : undefined;
  if (knownKey !== undefined && known !== undefined) return byId(media, knownKey, known);
  const file = await bot.media(personId, media);
  const contentKey = uploadKey(media.kind, file.contentKey, trackOf(media));
  contentKeys.set(asked, contentKey);
  const fileId = await uploadedFileId(bot.parts, { botId: bot.botId, contentKey });
  if (fileId !== undefined) {
    fileIds.set(contentKey, fileId);
    return byId(media, contentKey, fileId);
  }
  return byUpload(media, contentKey, file);
}

/** Keeps the id that Telegram gave what was uploaded. */
export async function rememberMedia(
  bot: MediaBot,
  { contentKey, media }: MediaReference,
  message: Message | true,
): Promise<void> {
  if (typeof media === 'string' || message === true) return;
  const { photo, video, animation, audio, document } = message;
  // A video without sound comes back as an animation.
  const fileId = (photo?.at(-1) ?? video ?? animation ?? audio ?? document)?.file_id;
  if (fileId === undefined) return;
  memoryOf(bot).fileIds.set(contentKey, fileId);
  await rememberUpload(bot.parts, { botId: bot.botId, contentKey, fileId });
}

/** Telegram knows the id no more: the next reference is an upload again. */
export async function forgetMedia(bot: MediaBot, { contentKey, media }: MediaReference): Promise<void> {
  if (typeof media !== 'string') return;
  memoryOf(bot).fileIds.delete(contentKey);
  await forgetUpload(bot.parts, { botId: bot.botId, contentKey, fileId: media });
}

/** As a player counts: a video's last second in full, a sound's to the nearest one. At least 1. */
export function playedSeconds(kind: ViewMedia['kind'], seconds: number): number {
  return Math.max(1, kind === 'audio' ? Math.round(seconds) : Math.ceil(seconds));
}

function memoryOf(bot: MediaBot): Remembered {
  const known = remembered.get(bot.parts);
  if (known) return known;
  const made = {
    contentKeys: createBoundedMap<string, string>(rememberAtMost),
    fileIds: createBoundedMap<string, string>(rememberAtMost),
  };
  remembered.set(bot.parts, made);
  return made;
}

/** A sound keeps the title that it was uploaded with. */
export function uploadKey(kind: ViewMedia['kind'], contentKey: string, track: AudioTrack): string {
  const { title = '', performer = '' } = track;
  return title === '' ? `${kind}:${contentKey}` : `${kind}:${contentKey}:${wordsKey(title, performer)}`;
}

function wordsKey(...words: readonly string[]): string {
  return sha256(words.join('\n')).slice(0, 8);
}

function trackOf(media: ViewMedia): AudioTrack {
  if (media.kind !== 'audio' || !('title' in media)) return {};
  const { title } = media;
  return {
    ...(title !== undefined && { title }),
    ...('performer' in media && { performer: media.performer }),
  };
}

function byId(media: ViewMedia, contentKey: string, fileId: string): MediaReference {
  return { kind: media.kind, contentKey, media: fileId, track: {}, attributes: {} };
}

function byUpload(media: ViewMedia, contentKey: string, file: ShowableFile): MediaReference {
  if (file.bytes > maxBytes[media.kind]) {
    throw new AppError('invalid-media', `A ${media.kind} of ${file.bytes} bytes is too big for Telegram.`, {
      details: { bytes: file.bytes, maxBytes: maxBytes[media.kind] },
    });
  }
  const { path, width, height, durationSeconds, thumbnailPath } = file;
  const isClip = media.kind === 'video';
  return {
    kind: media.kind,
    contentKey,
    media: uploadOf(path, `${media.kind}${extname(path)}`),
    track: trackOf(media),
    attributes: {
      ...(isClip && width !== undefined && { width }),
      ...(isClip && height !== undefined && { height }),
      ...(media.kind !== 'photo' &&
        durationSeconds !== undefined && { duration: playedSeconds(media.kind, durationSeconds) }),
      ...(thumbnailPath !== undefined && { thumbnail: uploadOf(thumbnailPath, 'thumbnail.jpg') }),
    },
  };
}
