import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TimeSpan } from '../../domain/speech/speech.ts';
import { isAppError } from '../../kernel/errors.ts';
import type { Ffmpeg } from '../../platform/ffmpeg/ffmpeg.ts';
import { untrustedInput } from '../../platform/ffmpeg/untrusted-input.ts';
import { levelSpeech } from '../../platform/sound/level-speech.ts';
import { floatsOf, wavOf } from '../../platform/sound/pcm.ts';
import type { WorkContext } from '../../ports/work.ts';
import { unusable } from './service-api.ts';

export const soundRate = 48_000;
const longestSeconds = 1200;
const decodeTimeoutMs = 60_000;
const windowSamples = soundRate / 100;
/** −46 dBFS: below it nothing is heard beside speech. */
const audibleLevel = 0.005;
/** Kept before the first and after the last sound, so that no plosive or fading vowel is clipped. */
const leadSeconds = 0.1;
const tailSeconds = 0.3;

type Work = Pick<WorkContext, 'signal' | 'workFolder'>;

/** MP3 to samples at 48 kHz, mono. Throws `provider-answer-unusable` where it is none, or nothing is heard in it. */
export async function decodedSpeech(
  ffmpeg: Ffmpeg,
  mp3: Buffer,
  name: string,
  work: Work,
): Promise<Float32Array> {
  const file = `${name}.mp3`;
  await writeFile(join(work.workFolder, file), mp3);
  const args = [
    ...untrustedInput({ name: file, mime: 'audio/mpeg' }),
    ...['-map', '0:a:0', '-ac', '1', '-ar', String(soundRate), '-f', 'f32le', 'pipe:1'],
  ];
  const decoding = ffmpeg.run({
    args,
    cwd: work.workFolder,
    signal: work.signal,
    timeoutMs: decodeTimeoutMs,
    keepOutputBytes: longestSeconds * soundRate * 4,
  });
  const { output } = await decoding.catch((error: unknown) => {
    throw isAppError(error, 'process-failed') ? unusable('its sound is no MP3', 'audio', error) : error;
  });
  const samples = floatsOf(output);
  if (!audibleSpan(samples)) throw unusable('nothing is heard in its sound', 'audio-silent');
  return samples;
}

/** From the first to the last sound; undefined in silence. */
export function audibleSpan(samples: Float32Array): TimeSpan | undefined {
  const count = Math.floor(samples.length / windowSamples);
  const isHeard = (window: number) => levelAt(samples, window) > audibleLevel;
  let first = 0;
  while (first < count && !isHeard(first)) first += 1;
  if (first === count) return undefined;
  let last = count - 1;
  while (!isHeard(last)) last -= 1;
  return {
    startSeconds: (first * windowSamples) / soundRate,
    endSeconds: ((last + 1) * windowSamples) / soundRate,
  };
}

function levelAt(samples: Float32Array, window: number): number {
  let energy = 0;
  for (let at = window * windowSamples; at < (window + 1) * windowSamples; at += 1) {
    energy += (samples[at] ?? 0) ** 2;
  }
  return Math.sqrt(energy / windowSamples);
}

export interface TrimmedSound {
  readonly samples: Float32Array;
  /** What was cut off before it: times of the sound move back by so much. */
  readonly cutSeconds: number;
}

/** Without the silence before and behind the speech beyond a breath's length. */
export function trimmed(samples: Float32Array): TrimmedSound {
  const heard = audibleSpan(samples);
  if (!heard) return { samples, cutSeconds: 0 };
  const from = Math.max(0, Math.round((heard.startSeconds - leadSeconds) * soundRate));
  const to = Math.min(samples.length, Math.round((heard.endSeconds + tailSeconds) * soundRate));
  return { samples: samples.subarray(from, to), cutSeconds: from / soundRate };
}

/** Brings it to −16 LUFS and writes WAV, 48 kHz, mono, 16 bit. Gives its path. */
export async function writtenSpeech(samples: Float32Array, name: string, work: Work): Promise<string> {
  const levelled = Float32Array.from(samples);
  levelSpeech(levelled);
  const path = join(work.workFolder, name);
  await writeFile(path, wavOf(levelled, soundRate));
  return path;
}
