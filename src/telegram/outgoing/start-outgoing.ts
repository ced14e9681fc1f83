import { pause } from '../../platform/shutdown/pause.ts';
import { telegramIdOf } from '../../domain/person/person-id.ts';
import type { ProductionNews } from '../../actions/productions/work-off-news.ts';
import { AppError } from '../../kernel/errors.ts';
import { uploadOf } from '../client.ts';
import { createChatPaces } from './chat-paces.ts';
import type { OutgoingBot } from './outgoing-bot.ts';
import { myDataCaptions } from './outgoing-words.ts';
import { showProgress } from './progress-loop.ts';
import { sendSpeech } from './send-speech.ts';
import { sendLasting } from './send-text.ts';
import { type Addressee, sendVideo } from './send-video.ts';
import { resumeDeliveries, tellNews } from './tell-news.ts';

/** What the bot sends by itself, and what a person asks for once more. */
export interface Outgoing {
  /** To be given each news; throws where it is to be told again later. */
  tell(news: ProductionNews): Promise<void>;
  /** The video, or the voice-over of what never became one, by Telegram's own copy. Throws `not-found`. */
  sendAgain(personId: string, productionId: string): Promise<void>;
  /** A link to the video that ends after a day. Throws `not-found`. */
  sendLink(personId: string, productionId: string): Promise<void>;
  /** A file of what is kept of them. */
  sendMyData(personId: string, path: string, name: string): Promise<void>;
  stop(): Promise<void>;
}

const resumeEveryMs = 20_000;

export function startOutgoing(bot: OutgoingBot): Outgoing {
  const stopping = new AbortController();
  const paces = createChatPaces();
  const loops = [showProgress(bot, paces, stopping.signal), resume(bot, stopping.signal)];
  return {
    tell: async (news) => await tellNews(bot, paces, news),
    sendAgain: async (personId, productionId) => {
      const status = await bot.status(personId, productionId);
      if (!status?.speech && !status?.video) throw gone(productionId);
      const to = await addresseeOf(bot, personId);
      if (status.state === 'delivered') await sendVideo(bot, to, status);
      else await sendSpeech(bot, to, status);
    },
    sendLink: async (personId, productionId) => {
      const url = await bot.videoLink(personId, productionId);
      const { chatId, language } = await addresseeOf(bot, personId);
      await sendLasting(bot, chatId, bot.words.link(url, language));
    },
    sendMyData: async (personId, path, name) => {
      const { chatId, language } = await addresseeOf(bot, personId);
      await bot.telegram.sendDocument(chatId, uploadOf(path, name), { caption: myDataCaptions[language] });
    },
    stop: async () => {
      stopping.abort();
      await Promise.all(loops);
    },
  };
}

async function resume(bot: OutgoingBot, end: AbortSignal): Promise<void> {
  let olderThanMs = 0;
  while (!end.aborted) {
    await resumeDeliveries(bot, olderThanMs).catch((error: unknown) =>
      bot.parts.log.warn({ err: error }, 'What is to be sent could not be looked up.'),
    );
    olderThanMs = resumeEveryMs;
    await pause(resumeEveryMs, end);
  }
}

async function addresseeOf(bot: OutgoingBot, personId: string): Promise<Addressee> {
  const chatId = telegramIdOf(personId);
  if (chatId === undefined) throw new AppError('forbidden', 'Only people in a chat can be sent something.');
  return { personId, chatId, language: await bot.language(personId) };
}

function gone(productionId: string): AppError {
  return new AppError('not-found', `There is nothing to send of the production ${productionId}.`);
}
