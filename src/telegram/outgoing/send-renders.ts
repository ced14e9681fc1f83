import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { InputMediaVideo, Message } from 'grammy/types';
import { forgetUpload, rememberUpload, uploadedFileId } from '../../actions/conversation/telegram-files.ts';
import type { RenderRequest } from '../../domain/montage/montage-status.ts';
import type { ProductionStatus } from '../../domain/production/production-status.ts';
import { withScratchFolder } from '../../platform/files/scratch.ts';
import { uploadOf } from '../client.ts';
import { classifyTelegramError } from '../errors.ts';
import { albumParts } from './album-parts.ts';
import type { OutgoingBot } from './outgoing-bot.ts';
import type { Begin } from './send-media.ts';
import { sendLasting } from './send-text.ts';
import { type Addressee, maxUploadBytes, sendVideo, videoAttributes, videoContentKey } from './send-video.ts';
import { drawVideoPictures } from './video-pictures.ts';

type Clip = RenderRequest['clips'][number];
type Video = NonNullable<ProductionStatus['video']>;
type MadeClip = Clip & { readonly video: Video };

/** All that were made, in one album; one alone as a usual video. Undefined where none was. */
export async function sendRenders(
  bot: OutgoingBot,
  addressee: Addressee,
  request: RenderRequest,
  begin: Begin,
): Promise<Pick<Message, 'message_id'> | undefined> {
  const made = madeClips(request);
  const [first] = made;
  if (!first) return undefined;
  const sendOne = async (clip: MadeClip) =>
    await sendVideo(bot, addressee, clip, begin, bot.words.renderCaption(clip, request, addressee.language));
  if (made.length === 1) return await sendOne(first);
  const items = await itemsOf(bot, made);
  const small = items.filter(({ clip }) => clip.video.bytes <= maxUploadBytes);
  const sent: Pick<Message, 'message_id'>[] = [];
  for (const part of albumParts(small, maxUploadBytes)) {
    const [alone] = part;
    if (part.length === 1 && alone) sent.push(await sendOne(alone.clip));
    else sent.push(...(await sendAlbum(bot, addressee, part, begin)));
  }
  for (const { clip } of items.filter((item) => !small.includes(item))) sent.push(await sendOne(clip));
  return sent[0];
}

/** What stands below an album, unless the person looks at its progress: then that screen says it. */
export async function tellRenders(
  bot: OutgoingBot,
  { personId, chatId, language }: Addressee,
  request: RenderRequest,
  begin: Begin,
): Promise<Message | undefined> {
  const cancelled = request.clips.filter(({ state }) => state === 'cancelled');
  // Whoever cancelled all of it knows.
  if (cancelled.length === request.clips.length) return undefined;
  const isWhole = request.clips.length === 1 && madeClips(request).length === 1;
  if (isWhole || (await bot.progressScreen(personId, request.requestId, () => undefined))) return undefined;
  await begin();
  return await sendLasting(bot, chatId, bot.words.rendersTold(request, language));
}

function madeClips({ clips }: RenderRequest): MadeClip[] {
  return clips.filter((clip): clip is MadeClip => clip.state === 'delivered' && clip.video !== undefined);
}

interface AlbumItem {
  readonly clip: MadeClip;
  readonly contentKey: string;
  /** Telegram's own, where it has it already. */
  readonly fileId: string | undefined;
  readonly uploadBytes: number;
}

async function itemsOf({ parts, botId }: OutgoingBot, clips: readonly MadeClip[]): Promise<AlbumItem[]> {
  return await Promise.all(
    clips.map(async (clip) => {
      const contentKey = videoContentKey(clip.video);
      const fileId = await uploadedFileId(parts, { botId, contentKey });
      return { clip, contentKey, fileId, uploadBytes: fileId === undefined ? clip.video.bytes : 0 };
    }),
  );
}

async function sendAlbum(
  bot: OutgoingBot,
  addressee: Addressee,
  items: readonly AlbumItem[],
  begin: Begin,
): Promise<Message[]> {
  try {
    return await callWith(bot, addressee, items, begin);
  } catch (error) {
    if (classifyTelegramError(error) !== 'stale-file') throw error;
    const { parts, botId } = bot;
    for (const { contentKey, fileId } of items) {
      if (fileId !== undefined) await forgetUpload(parts, { botId, contentKey, fileId });
    }
    return await callWith(
      bot,
      addressee,
      items.map((item) => ({ ...item, fileId: undefined })),
      begin,
    );
  }
}

async function callWith(
  bot: OutgoingBot,
  { chatId, language }: Addressee,
  items: readonly AlbumItem[],
  begin: Begin,
): Promise<Message[]> {
  const { parts, botId } = bot;
  const caption = bot.words.albumCaption(
    items.map(({ clip }) => clip),
    language,
  );
  const messages = await withScratchFolder(parts.scratchFolder, async (folder) => {
    const media: InputMediaVideo[] = [];
    for (const [at, item] of items.entries()) {
      const words = at === 0 ? { caption, parse_mode: 'HTML' as const } : {};
      media.push({ ...(await mediaOf(bot, item, join(folder, String(at)))), ...words });
    }
    await begin();
    return await bot.telegram.sendMediaGroup(chatId, media);
  });
  for (const [at, { contentKey, fileId }] of items.entries()) {
    const message = messages[at];
    const uploaded = message && 'video' in message ? message.video.file_id : undefined;
    if (fileId === undefined && uploaded !== undefined) {
      await rememberUpload(parts, { botId, contentKey, fileId: uploaded });
    }
  }
  return messages;
}

async function mediaOf(
  { parts }: OutgoingBot,
  { clip: { video }, fileId }: AlbumItem,
  folder: string,
): Promise<InputMediaVideo> {
  if (fileId !== undefined) return { type: 'video', media: fileId };
  await mkdir(folder);
  const [{ path: videoPath }, { path: coverPath }] = await Promise.all([
    parts.files.open(video.videoKey),
    parts.files.open(video.coverKey),
  ]);
  const pictures = await drawVideoPictures(parts.ffmpeg, { videoPath, coverPath, folder });
  return { type: 'video', media: uploadOf(videoPath, 'ad.mp4'), ...videoAttributes(video, pictures) };
}
