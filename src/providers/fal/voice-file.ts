import { join } from 'node:path';
import { AppError } from '../../kernel/errors.ts';
import type { Ffmpeg } from '../../platform/ffmpeg/ffmpeg.ts';
import type { InputFile, WorkContext } from '../../ports/work.ts';
import { madeFile } from './made-file.ts';
import type { ChosenHead } from './head-models.ts';
import { service } from './fal-errors.ts';

/**
 * Models listen at 16 kHz, and 24 kHz keeps a minute below every limit of size. WAV, since the delay that MP3 and AAC
 * begin with is taken for speech by some decoders: the lips would come late.
 */
export const voiceRate = 24_000;
const headerBytes = 44;
const timeoutMs = 60_000;

export interface VoiceFile {
  readonly file: InputFile;
  /** As long as the model will be paid for: the speech, and silence where that is too short. */
  readonly seconds: number;
}

/** The speech as the model is given it. Throws `invalid-arguments` for a file without any. */
export async function voiceFile(
  ffmpeg: Ffmpeg,
  audio: InputFile,
  { model }: ChosenHead,
  { signal, workFolder }: WorkContext,
): Promise<VoiceFile> {
  const path = join(workFolder, 'voice.wav');
  const args = [
    ...['-y', '-protocol_whitelist', 'file', '-i', audio.path, '-vn'],
    ...['-af', `apad=whole_dur=${model.minAudioSeconds + 0.1}`],
    ...['-ac', '1', '-ar', String(voiceRate), '-c:a', 'pcm_s16le'],
    ...['-map_metadata', '-1', '-fflags', '+bitexact', '-flags:a', '+bitexact', '-f', 'wav', path],
  ];
  await ffmpeg.run({ args, cwd: workFolder, signal, timeoutMs });
  const file = await madeFile(path, 'audio/wav');
  if (file.bytes > model.maxAudioBytes) {
    throw new AppError(
      'speech-too-long',
      `The speech has ${file.bytes} bytes; the model takes ${model.maxAudioBytes}.`,
      { details: { service, problem: 'audio-too-long' } },
    );
  }
  return { file, seconds: (file.bytes - headerBytes) / 2 / voiceRate };
}
