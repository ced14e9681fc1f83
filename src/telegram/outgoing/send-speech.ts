import type { Message } from 'grammy/types';
import type { ProductionStatus } from '../../domain/production/production-status.ts';
import { uploadOf } from '../client.ts';
import { playedSeconds, uploadKey } from '../screen-media.ts';
import type { OutgoingBot } from './outgoing-bot.ts';
import { type Begin, beginAtOnce, type MediaCall, sendMedia } from './send-media.ts';
import type { Addressee } from './send-video.ts';

/** The voice-over as a track that plays in the chat. */
export async function sendSpeech(
  bot: OutgoingBot,
  { personId, chatId, language }: Addressee,
  status: ProductionStatus,
  begin: Begin = beginAtOnce,
): Promise<Message> {
  const { file, contentKey } = await bot.listenableSpeech(personId, status.productionId);
  const { html, rows = [] } = bot.words.speechCaption(status, language);
  const track = bot.words.speechTrack(status, language);
  const seconds = status.speech?.durationSeconds;
  const caption = {
    caption: html,
    parse_mode: 'HTML' as const,
    ...(rows.length > 0 && { reply_markup: bot.keyboard(rows) }),
  };
  const call: MediaCall = {
    contentKey: uploadKey('audio', contentKey, track),
    byId: async (fileId) => await bot.telegram.sendAudio(chatId, fileId, caption),
    byUpload: async (ready) => {
      await ready();
      return await bot.telegram.sendAudio(chatId, uploadOf(file.path, 'audio.m4a'), {
        ...caption,
        ...track,
        ...(seconds !== undefined && { duration: playedSeconds('audio', seconds) }),
      });
    },
  };
  return await sendMedia(bot, call, begin);
}
