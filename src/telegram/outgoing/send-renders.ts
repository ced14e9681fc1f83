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

/** What is sent at once of a request's clips. */
interface Batch {
  /** What it is delivered by: the request's id, of the batches after the first one that of their first clip. */
  readonly id: string;
  readonly clips: readonly MadeClip[];
}

/** In which deliveries a request's clips go: what was sent is not sent again because a later one met a fault. */
export function renderDeliveries(request: RenderRequest): string[] {
  return batchesOf(request).map(({ id }) => id);
}

/** Albums as large as Telegram takes them, then what is too big for one: always the same, until a clip is deleted. */
function batchesOf(request: RenderRequest): Batch[] {
  const made = madeClips(request).map((clip) => ({ ...clip, uploadBytes: clip.video.bytes }));
  const small = made.filter(({ uploadBytes }) => uploadBytes <= maxUploadBytes);
  const big = made.filter((clip) => !small.includes(clip));
  const batches = [...albumParts(small, maxUploadBytes), ...big.map((clip) => [clip])];
  return batches.map((clips, at) => ({
    id: (at > 0 ? clips[0]?.productionId : undefined) ?? request.requestId,
    clips,
  }));
}

/** What comes after a clip that was deleted meanwhile is another batch by its number, and not by what it begins with. */
function clipsOf(request: RenderRequest, deliveryId: string): readonly MadeClip[] {
  const batches = batchesOf(request);
  const named = batches.find(({ id }) => id === deliveryId);
  return (named ?? batches.find(({ clips }) => clips[0]?.productionId === deliveryId))?.clips ?? [];
}

/** The clips of one delivery, in one album; one alone as a usual video. Undefined where none was made. */
export async function sendRenders(
  bot: OutgoingBot,
  addressee: Addressee,
  request: RenderRequest,
  deliveryId: string,
  begin: Begin,
): Promise<Pick<Message, 'message_id'> | undefined> {
  const clips = clipsOf(request, deliveryId);
  const [first] = clips;
  if (!first) return undefined;
  if (clips.length === 1) {
    const words = bot.words.renderCaption(first, request, addressee.language);
    return await sendVideo(bot, addressee, first, begin, words);
  }
  const [message] = await sendAlbum(bot, addressee, await itemsOf(bot, clips), begin);
  return message;
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
}

async function itemsOf({ parts, botId }: OutgoingBot, clips: readonly MadeClip[]): Promise<AlbumItem[]> {
  return await Promise.all(
    clips.map(async (clip) => {
      const contentKey = videoContentKey(clip.video);
      const fileId = await uploadedFileId(parts, { botId, contentKey });
      return { clip, contentKey, fileId };
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
