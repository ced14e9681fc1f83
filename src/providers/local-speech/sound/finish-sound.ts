import { writeFile } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import type { Ffmpeg } from '../../../platform/ffmpeg/ffmpeg.ts';
import { levelSpeech } from '../../../platform/sound/level-speech.ts';
import { floatsOf, wavOf } from '../../../platform/sound/pcm.ts';
import { chainArguments, outputRate, type SoundCharacter } from './chain.ts';
import type { PacedSpeech } from './pacing.ts';

export interface FinishedSound {
  readonly audioPath: string;
  readonly durationSeconds: number;
}

export interface FinishWork {
  readonly ffmpeg: Ffmpeg;
  readonly signal: AbortSignal;
  readonly workFolder: string;
  readonly audioPath: string;
}

const bytesPerSample = 4;
const timeoutMs = 60_000;

/** Filters the sound, brings it to −16 LUFS and writes WAV, 48 kHz, mono, 16 bit, exactly as long as what came in. */
export async function finishSound(
  speech: PacedSpeech,
  character: SoundCharacter,
  work: FinishWork,
): Promise<FinishedSound> {
  const length = Math.round(speech.durationSeconds * outputRate);
  const result = await work.ffmpeg.run({
    args: chainArguments(speech.sampleRate, character),
    cwd: work.workFolder,
    signal: work.signal,
    timeoutMs,
    writeInput: (input) => writeSamples(input, speech.samples),
    keepOutputBytes: (length + outputRate) * bytesPerSample,
  });
  const samples = exactly(floatsOf(result.output), length);
  levelSpeech(samples);
  await writeFile(work.audioPath, wavOf(samples, outputRate));
  return { audioPath: work.audioPath, durationSeconds: length / outputRate };
}

async function writeSamples(input: Writable, samples: Float32Array): Promise<void> {
  const bytes = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  await new Promise<void>((resolve, reject) => {
    input.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}

/** The filters' ring-out is dropped, a missing tail is silence. */
function exactly(samples: Float32Array, length: number): Float32Array {
  const out = new Float32Array(length);
  out.set(samples.subarray(0, length));
  return out;
}
