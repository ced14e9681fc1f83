import { dirname } from 'node:path';
import type { Ffmpeg } from '../../src/platform/ffmpeg/ffmpeg.ts';

const maxPcmBytes = 256 * 1024 * 1024;
const decodeTimeoutMs = 120_000;

/**
 * The file's sound as mono samples (±1 is full scale) from the container's time 0 on, late starts filled with silence.
 * Channels are summed: the level of a mono sound in two channels rises by 3 dB.
 */
export async function decodePcm(
  ffmpeg: Ffmpeg,
  path: string,
  samplesPerSecond: number,
  signal: AbortSignal,
): Promise<Float32Array> {
  const form = ['-ac', '1', '-ar', String(samplesPerSecond), '-f', 'f32le'];
  return floatsOf(await decode(ffmpeg, path, form, signal));
}

/** Every channel of the file's sound by itself, with the samples that it is coded with. */
export async function decodeChannels(
  ffmpeg: Ffmpeg,
  path: string,
  signal: AbortSignal,
): Promise<readonly Float32Array[]> {
  const wave = await decode(ffmpeg, path, ['-c:a', 'pcm_f32le', '-f', 'wav'], signal);
  // RIFF: chunks of a four-letter name, a length and that many bytes; `fmt ` has the number of channels at its byte 2.
  const formatAt = wave.indexOf('fmt ') + 8;
  const channels = wave.readUInt16LE(formatAt + 2);
  const interleaved = floatsOf(wave.subarray(wave.indexOf('data', formatAt) + 8));
  const frames = Math.floor(interleaved.length / channels);
  return Array.from({ length: channels }, (_, channel) =>
    Float32Array.from({ length: frames }, (_sample, frame) => interleaved[frame * channels + channel] ?? 0),
  );
}

async function decode(
  ffmpeg: Ffmpeg,
  path: string,
  form: readonly string[],
  signal: AbortSignal,
): Promise<Buffer> {
  const { output } = await ffmpeg.run({
    args: ['-i', path, '-map', '0:a:0', '-af', 'aresample=async=1:first_pts=0', ...form, 'pipe:1'],
    cwd: dirname(path),
    timeoutMs: decodeTimeoutMs,
    keepOutputBytes: maxPcmBytes,
    signal,
  });
  return output;
}

function floatsOf(bytes: Uint8Array): Float32Array {
  return new Float32Array(new Uint8Array(bytes).buffer, 0, Math.floor(bytes.length / 4));
}
