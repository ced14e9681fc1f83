import { ffmpegAt } from '../../platform/ffmpeg/ffmpeg.ts';
import { speechContract } from '../../ports/speech.contract.ts';
import { createLocalSpeech, type LocalSpeech } from './provider.ts';

const ffmpegPath = process.env.FFMPEG_PATH ?? '/usr/bin/ffmpeg';

speechContract('local speech', {
  create: async () => createLocalSpeech({ ffmpeg: ffmpegAt(ffmpegPath, 'test') }),
  close: async (port) => await (port as LocalSpeech).close(),
  cases: [
    {
      language: 'en',
      voiceId: 'emma',
      text: 'I tried 3 creams, and this one is only $9.99 🎁 today. Order now!',
    },
    {
      language: 'ru',
      voiceId: 'olga',
      text: 'Скидка 50% только сегодня 🎁! Закажите крем за 1500 руб. прямо сейчас.',
    },
    { language: 'de', voiceId: 'hugo', text: 'Nur 5 Tage, dann ist es vorbei. Jetzt kaufen!' },
  ],
  mistypedVoiceId: 'ema',
  expectedNearest: 'emma',
  ffmpegPath,
});
