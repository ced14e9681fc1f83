import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../src/kernel/errors.ts';
import { ffmpegAt } from '../../src/platform/ffmpeg/ffmpeg.ts';
import { silentLog } from '../../src/platform/log/log.ts';
import type { SpeechRequest, SpeechResult } from '../../src/ports/speech.ts';
import type { WorkContext } from '../../src/ports/work.ts';
import {
  createElevenLabsSpeech,
  type ElevenLabsOptions,
  type ElevenLabsSpeech,
} from '../../src/providers/elevenlabs/provider.ts';
import { type DoubleFault, type ElevenLabsDouble, startElevenLabsDouble } from '../doubles/elevenlabs.ts';
import { type SpendingRecord, spendingRecord } from './spending-record.ts';

const ffmpegPath = process.env.FFMPEG_PATH ?? '/usr/bin/ffmpeg';

/** An adapter and the service that it talks to, with waits of a few milliseconds. */
export interface ElevenLabsRoom {
  readonly double: ElevenLabsDouble;
  readonly folder: string;
  adapter(options?: Partial<ElevenLabsOptions>): ElevenLabsSpeech;
  context(signal?: AbortSignal): WorkContext & { readonly spending: SpendingRecord };
  speak(request?: Partial<SpeechRequest>, speech?: ElevenLabsSpeech): Promise<SpeechResult>;
  /** One speech that meets the faults: its end, what was written down of the money, and what the service counted. */
  attempt(
    request: SpeechRequest,
    faults: readonly DoubleFault[],
    options?: Partial<ElevenLabsOptions>,
  ): Promise<Attempt>;
  speechesAsked(): number;
  close(): Promise<void>;
}

export interface Attempt {
  readonly ended: unknown;
  readonly error: AppError | undefined;
  readonly notes: readonly (string | undefined)[];
  readonly paid: number;
  readonly asked: number;
}

export const rachel = '21m00Tcm4TlvDq8ikWAM';

export async function openElevenLabsRoom(): Promise<ElevenLabsRoom> {
  const double = await startElevenLabsDouble({ ffmpegPath });
  const folder = mkdtempSync(join(tmpdir(), 'ugc-eleven-'));
  const adapter = (options: Partial<ElevenLabsOptions> = {}) =>
    createElevenLabsSpeech({
      apiKey: double.apiKey,
      baseUrl: double.baseUrl,
      model: 'eleven_multilingual_v2',
      maxConcurrent: 2,
      usdPer1000Credits: 0.2,
      ffmpeg: ffmpegAt(ffmpegPath, 'test'),
      log: silentLog,
      waits: { forAnswer: 20_000, whenBusy: [5, 5], whenLost: [5, 5] },
      breaker: { failures: 1000, pauseMs: 1, maxPauseMs: 1 },
      ...options,
    });
  const context = (signal = new AbortController().signal) => ({
    signal,
    workFolder: mkdtempSync(join(folder, 'work-')),
    reportProgress: () => {},
    spending: spendingRecord(),
  });
  const speechesAsked = () => double.requests.filter(({ route }) => route === 'speech').length;
  return {
    double,
    folder,
    adapter,
    context,
    speechesAsked,
    attempt: async (request, faults, options) => {
      const speech = adapter(options);
      await speech.voices(request.language);
      const before = { paid: double.paidSubmits, asked: speechesAsked() };
      double.fail('speech', ...faults);
      const work = context();
      const ended: unknown = await speech.synthesise(request, work).catch((error: unknown) => error);
      return {
        ended,
        error: ended instanceof AppError ? ended : undefined,
        notes: work.spending.notes.map((note) => note.split(' ')[0]),
        paid: double.paidSubmits - before.paid,
        asked: speechesAsked() - before.asked,
      };
    },
    speak: async (request = {}, speech = adapter()) =>
      await speech.synthesise(
        { text: 'Order the cream today. It works!', language: 'en', voiceId: rachel, take: 0, ...request },
        context(),
      ),
    close: async () => {
      await double.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
