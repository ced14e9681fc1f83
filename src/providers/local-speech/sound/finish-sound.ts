import { writeFile } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import type { Ffmpeg } from '../../../platform/ffmpeg/ffmpeg.ts';
import { chainArguments, outputRate, type SoundCharacter } from './chain.ts';
import { limitPeaks } from './limiter.ts';
import { integratedLoudness } from './loudness.ts';
import type { PacedSpeech } from './pacing.ts';
import { floatsOf, wavOf } from './pcm.ts';

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

const targetLufs = -16;
/** A sample peak that keeps the true peak, up to 0.7 dB higher, below −1.2 dBTP. */
const peakCeiling = 0.79;
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
  level(samples);
  await writeFile(work.audioPath, wavOf(samples, outputRate));
  return { audioPath: work.audioPath, durationSeconds: length / outputRate };
}

/** The limiter takes a little loudness away, which the second round gives back. */
function level(samples: Float32Array): void {
  for (let round = 0; round < 2; round += 1) {
    const gain = 10 ** ((targetLufs - integratedLoudness(samples)) / 20);
    if (!Number.isFinite(gain)) return;
    for (let index = 0; index < samples.length; index += 1) samples[index] = (samples[index] ?? 0) * gain;
    limitPeaks(samples, peakCeiling);
  }
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
