import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../kernel/errors.ts';
import type { Ffmpeg } from '../../platform/ffmpeg/ffmpeg.ts';
import { downloadResult } from '../../platform/service/download-result.ts';
import type { WorkContext } from '../../ports/work.ts';
import { service } from './service-refusal.ts';
import type { ServiceVoice } from './service-voice.ts';
import { decodedSpeech, soundRate, trimmed, writtenSpeech } from './speech-sound.ts';

const maxBytes = 5_000_000;
const timeoutMs = 20_000;
const longestSeconds = 20;

/** The vendor's recording of a voice, in the language where there is one; gives the path of a WAV as speech is. */
export async function recordedSample(
  { ffmpeg, allowLoopback }: { readonly ffmpeg: Ffmpeg; readonly allowLoopback: boolean },
  voice: ServiceVoice,
  language: string,
  context: WorkContext,
): Promise<string> {
  const own = voice.verified.find((one) => one.language === language);
  const url = own?.previewUrl ?? voice.previewUrl ?? voice.verified.find((one) => one.previewUrl)?.previewUrl;
  if (url === undefined) {
    throw new AppError('not-found', `The voice ${voice.id} has no recording to listen to.`, {
      details: { voice: voice.id },
    });
  }
  const destination = join(context.workFolder, 'preview');
  const { signal } = context;
  await downloadResult({ service, url, destination, maxBytes, timeoutMs, signal, allowLoopback });
  const samples = await decodedSpeech(ffmpeg, await readFile(destination), 'preview', context);
  const heard = trimmed(samples).samples.subarray(0, longestSeconds * soundRate);
  return await writtenSpeech(heard, 'sample.wav', context);
}
