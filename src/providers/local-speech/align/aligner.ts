import type { SpeechPhoneme, SpeechWord } from '../../../domain/speech/speech.ts';
import { readScript } from '../../../domain/script/reading/read-script.ts';
import { spokenSentences } from '../../../domain/script/reading/spoken-sentences.ts';
import { AppError } from '../../../kernel/errors.ts';
import type { Ffmpeg } from '../../../platform/ffmpeg/ffmpeg.ts';
import type { InputFile, WorkContext } from '../../../ports/work.ts';
import type { EngineProcess } from '../host/engine-process.ts';
import { floatsOf } from '../../../platform/sound/pcm.ts';
import { timedScript } from '../speech-track.ts';
import { alignPhones } from './align-phones.ts';
import { featureRate } from './mfcc.ts';
import { referencesOf } from './references.ts';

interface AlignRequest {
  /** Any sound that ffmpeg reads, at most three minutes. */
  readonly audio: Pick<InputFile, 'path'>;
  /** What is said in it, as typed. */
  readonly text: string;
  /** ISO 639-1. */
  readonly language: string;
}

interface AlignedSpeech {
  readonly words: readonly SpeechWord[];
  readonly phonemes: readonly SpeechPhoneme[];
  readonly durationSeconds: number;
}

/** When each word of a known text is said in a recording. */
export interface SpeechAligner {
  /** Errors: `invalid-script`, `invalid-media`, `provider-unavailable` (espeak-ng missing), `cancelled`, `timed-out`. */
  align(request: AlignRequest, context: Pick<WorkContext, 'signal' | 'workFolder'>): Promise<AlignedSpeech>;
}

const longestSeconds = 180;
const decodeTimeoutMs = 60_000;

export function createAligner(ffmpeg: Ffmpeg, espeak: EngineProcess): SpeechAligner {
  return {
    async align({ audio, text, language }, context) {
      const units = readScript(text, language);
      if (units.length === 0) {
        throw new AppError(
          'invalid-script',
          'The text holds nothing that can be spoken, so it can’t be aligned.',
        );
      }
      const samples = await decoded(ffmpeg, audio.path, context);
      const sentences = spokenSentences(units);
      const references = await referencesOf(espeak, sentences, language, context);
      const phones = await alignPhones({ samples, sampleRate: featureRate }, references, context.signal);
      const durationSeconds = samples.length / featureRate;
      return { ...timedScript(text, units, phones, durationSeconds), durationSeconds };
    },
  };
}

async function decoded(
  ffmpeg: Ffmpeg,
  path: string,
  context: Pick<WorkContext, 'signal' | 'workFolder'>,
): Promise<Float32Array> {
  const bytes = featureRate * 4 * longestSeconds;
  const args = [
    '-protocol_whitelist',
    'file,pipe',
    '-i',
    path,
    '-map',
    '0:a:0',
    '-ac',
    '1',
    '-ar',
    String(featureRate),
  ];
  const run = { cwd: context.workFolder, signal: context.signal, timeoutMs: decodeTimeoutMs };
  try {
    const result = await ffmpeg.run({
      ...run,
      args: [...args, '-f', 'f32le', 'pipe:1'],
      keepOutputBytes: bytes + 4,
    });
    if (result.output.length > bytes) {
      throw new AppError(
        'invalid-media',
        `The sound is longer than ${longestSeconds} s, the most that is aligned.`,
      );
    }
    return floatsOf(result.output);
  } catch (error) {
    throw unreadable(error);
  }
}

function unreadable(cause: unknown): unknown {
  if (cause instanceof AppError && cause.reason !== 'process-failed') return cause;
  return new AppError(
    'invalid-media',
    'The sound could not be read; it needs an audio track that ffmpeg knows.',
    {
      cause,
    },
  );
}
