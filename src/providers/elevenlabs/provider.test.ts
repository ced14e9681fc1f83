import { afterAll, beforeAll } from 'vitest';
import { type ElevenLabsDouble, startElevenLabsDouble } from '../../../test/doubles/elevenlabs.ts';
import { openSounds } from '../../../test/support/sounds.ts';
import { spendingRecord } from '../../../test/support/spending-record.ts';
import { ffmpegAt } from '../../platform/ffmpeg/ffmpeg.ts';
import { silentLog } from '../../platform/log/log.ts';
import { speechContract } from '../../ports/speech.contract.ts';
import { createElevenLabsSpeech } from './provider.ts';

const ffmpegPath = process.env.FFMPEG_PATH ?? '/usr/bin/ffmpeg';
const ffmpeg = ffmpegAt(ffmpegPath, 'test');
/** Tells the sounds inside the words, as it does in the product. */
const local = openSounds(ffmpeg);
let double: ElevenLabsDouble;
beforeAll(async () => {
  double = await startElevenLabsDouble({ ffmpegPath });
});
afterAll(async () => {
  await double.close();
  await local.close();
});

speechContract('ElevenLabs', {
  create: async () =>
    createElevenLabsSpeech({
      apiKey: double.apiKey,
      baseUrl: double.baseUrl,
      model: 'eleven_multilingual_v2',
      maxConcurrent: 2,
      usdPer1000Credits: 0.2,
      ffmpeg,
      soundsOf: local.soundsOf,
      log: silentLog,
    }),
  spending: spendingRecord,
  cases: [
    {
      language: 'en',
      voiceId: '21m00Tcm4TlvDq8ikWAM',
      text: 'I tried 3 creams, and this one is only $9.99 🎁 today. Order now!',
    },
    {
      language: 'ru',
      voiceId: 'ymDCYd8puC7gYjxIamPt',
      text: 'Скидка 50% только сегодня 🎁! Закажите крем за 1500 руб. прямо сейчас.',
    },
    {
      language: 'de',
      voiceId: 'pNInz6obpgDQGcFmaJgB',
      text: 'Nur 5 Tage, dann ist es vorbei. Jetzt kaufen!',
    },
  ],
  mistypedVoiceId: '21m00Tcm4TlvDq8ikWAN',
  expectedNearest: '21m00Tcm4TlvDq8ikWAM',
  ffmpegPath,
});
