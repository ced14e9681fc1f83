import type { Message } from 'grammy/types';
import { forgetUpload, rememberUpload, uploadedFileId } from '../../actions/conversation/telegram-files.ts';
import { classifyTelegramError } from '../errors.ts';
import type { OutgoingBot } from './outgoing-bot.ts';

export interface MediaCall {
  /** Of the content: what was uploaded under it once is sent by Telegram's id from then on. */
  readonly contentKey: string;
  byId(fileId: string): Promise<Message>;
  /** Makes the upload ready, calls `begin` and sends it; what was made is removed afterwards. */
  byUpload(begin: Begin): Promise<Message>;
}

/** To be waited for right before something is sent: from then on it may have arrived. */
export type Begin = () => Promise<void>;

/** For what is not counted. */
export const beginAtOnce: Begin = async () => {};

type Bot = Pick<OutgoingBot, 'parts' | 'botId'>;

/** By the id where Telegram has it, else by an upload, whose id is kept. */
export async function sendMedia(
  bot: Bot,
  { contentKey, byId, byUpload }: MediaCall,
  begin: Begin,
): Promise<Message> {
  const { parts, botId } = bot;
  const fileId = await uploadedFileId(parts, { botId, contentKey });
  if (fileId !== undefined) {
    try {
      await begin();
      return await byId(fileId);
    } catch (error) {
      if (classifyTelegramError(error) !== 'stale-file') throw error;
      await forgetUpload(parts, { botId, contentKey, fileId });
    }
  }
  const message = await byUpload(begin);
  const uploaded = fileIdOf(message);
  if (uploaded !== undefined) await rememberUpload(parts, { botId, contentKey, fileId: uploaded });
  return message;
}

/** A video without sound comes back as an animation. */
function fileIdOf({ video, animation, audio, voice, document }: Message): string | undefined {
  return (video ?? animation ?? audio ?? voice ?? document)?.file_id;
}
