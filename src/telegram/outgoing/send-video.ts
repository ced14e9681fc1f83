import type { Message } from 'grammy/types';
import type { ProductionStatus } from '../../domain/production/production-status.ts';
import type { InterfaceLanguage } from '../../domain/person/profile.ts';
import { withScratchFolder } from '../../platform/files/scratch.ts';
import { uploadOf } from '../client.ts';
import type { OutgoingBot } from './outgoing-bot.ts';
import { type Begin, beginAtOnce, type MediaCall, sendMedia } from './send-media.ts';
import { sendLasting } from './send-text.ts';
import { drawVideoPictures } from './video-pictures.ts';

/** Telegram's bound for what a bot uploads. */
export const maxUploadBytes = 50 * 1024 * 1024;

export interface Addressee {
  readonly personId: string;
  readonly chatId: number;
  readonly language: InterfaceLanguage;
}

/** The finished ad with its cover, or a link to it where it is too big for a bot. */
export async function sendVideo(
  bot: OutgoingBot,
  { personId, chatId, language }: Addressee,
  status: ProductionStatus,
  begin: Begin = beginAtOnce,
  words = bot.words.videoCaption(status, language),
): Promise<Message> {
  const { video, productionId } = status;
  if (!video) throw new Error(`The production ${productionId} has no video.`);
  if (video.bytes > maxUploadBytes) {
    const url = await bot.videoLink(personId, productionId);
    await begin();
    return await sendLasting(bot, chatId, bot.words.tooBig(url, language));
  }
  const { html, rows = [] } = words;
  const caption = {
    caption: html,
    parse_mode: 'HTML' as const,
    reply_markup: bot.keyboard(rows),
  };
  const call: MediaCall = {
    contentKey: videoContentKey(video),
    byId: async (fileId) => await bot.telegram.sendVideo(chatId, fileId, caption),
    byUpload: async (ready) =>
      await withScratchFolder(bot.parts.scratchFolder, async (folder) => {
        const [{ path: videoPath }, { path: coverPath }] = await Promise.all([
          bot.parts.files.open(video.videoKey),
          bot.parts.files.open(video.coverKey),
        ]);
        const pictures = await drawVideoPictures(bot.parts.ffmpeg, { videoPath, coverPath, folder });
        await ready();
        return await bot.telegram.sendVideo(chatId, uploadOf(videoPath, 'ad.mp4'), {
          ...caption,
          ...videoAttributes(video, pictures),
        });
      }),
  };
  return await sendMedia(bot, call, begin);
}

type Video = NonNullable<ProductionStatus['video']>;

/** Of the clip's content: what was uploaded under it once is sent by Telegram's id from then on. */
export function videoContentKey({ videoKey }: Video): string {
  return `video:${videoKey}`;
}

/** What Telegram is told of an upload; above some 10 MB it believes it. */
export function videoAttributes(
  { width, height, durationSeconds }: Video,
  pictures: { readonly thumbnailPath: string; readonly coverPath: string },
) {
  return {
    width,
    height,
    duration: Math.ceil(durationSeconds),
    supports_streaming: true,
    thumbnail: uploadOf(pictures.thumbnailPath, 'thumbnail.jpg'),
    cover: uploadOf(pictures.coverPath, 'cover.jpg'),
  };
}
