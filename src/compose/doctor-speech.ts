import { tmpdir } from 'node:os';
import type { Finding } from '../cli/doctor.ts';
import type { Voice } from '../domain/speech/voice.ts';
import { asAppError } from '../kernel/errors.ts';
import type { Config } from '../platform/config/config.ts';
import { resolveFfmpeg } from '../platform/ffmpeg/resolve-ffmpeg.ts';
import { withScratchFolder } from '../platform/files/scratch.ts';
import { silentLog } from '../platform/log/log.ts';
import { createLocalSpeech, type LocalSpeech } from '../providers/local-speech/provider.ts';

/** The engines that are always there, each with a word to say. */
const samples = { en: 'Hi.', ru: 'Привет.' } as const;

/** Counts the voices, has one of each of the main languages speak, and tells what would bring better ones. */
export async function examineSpeech({ speech: config, ffmpeg }: Config): Promise<readonly Finding[]> {
  const complaints: string[] = [];
  const speech = createLocalSpeech({
    ffmpeg: await resolveFfmpeg(ffmpeg, silentLog),
    ...(config.modelFolder !== undefined && { modelFolder: config.modelFolder }),
    log: (line) => complaints.push(line),
  });
  try {
    const voices = await speech.voices();
    return [
      { subject: 'voices', state: 'ok', text: `${voices.length}: ${countsByEngine(voices)}` },
      await speaks(speech, 'en'),
      await speaks(speech, 'ru'),
      rhvoice(voices),
      models(voices, config.modelFolder, complaints),
    ];
  } finally {
    await speech.close();
  }
}

function countsByEngine(voices: readonly Voice[]): string {
  const engines = Map.groupBy(voices, ({ engine }) => engine);
  return [...engines].map(([engine, own]) => `${own.length} by ${engine}`).join(', ');
}

async function speaks(speech: LocalSpeech, language: keyof typeof samples): Promise<Finding> {
  const subject = `speech in ${language}`;
  const [voice] = await speech.voices(language);
  if (!voice) return { subject, state: 'broken', text: 'no voice' };
  try {
    const { track } = await withScratchFolder(tmpdir(), async (workFolder) => {
      const context = { signal: AbortSignal.timeout(60_000), workFolder, reportProgress: () => undefined };
      const request = { text: samples[language], language, voiceId: voice.id, take: 0 };
      return await speech.synthesise(request, context);
    });
    return { subject, state: 'ok', text: `${voice.id} spoke ${track.durationSeconds.toFixed(1)} s` };
  } catch (error) {
    return { subject, state: 'broken', text: `${voice.id} can't speak: ${asAppError(error).message}` };
  }
}

function rhvoice(voices: readonly Voice[]): Finding {
  const ids = voices.filter(({ engine }) => engine === 'rhvoice').map(({ id }) => id);
  if (ids.length > 0) return { subject: 'RHVoice', state: 'ok', text: ids.join(', ') };
  const text =
    'not found with a voice that may be used in ads; once installed, its Russian voices are offered first';
  return { subject: 'RHVoice', state: 'missing', text };
}

function models(
  voices: readonly Voice[],
  folder: string | undefined,
  complaints: readonly string[],
): Finding {
  const subject = 'voice models';
  if (folder === undefined) {
    return {
      subject,
      state: 'missing',
      text: 'TTS_MODEL_DIR is not set; a folder of sherpa-onnx voices is allowed',
    };
  }
  const ids = voices.filter(({ engine }) => engine === 'sherpa').map(({ id }) => id);
  const text = [ids.join(', ') || `no voice in ${folder}`, ...complaints].join('; ');
  return { subject, state: ids.length > 0 ? 'ok' : 'missing', text };
}
