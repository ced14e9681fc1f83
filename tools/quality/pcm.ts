import { dirname } from 'node:path';
import type { Ffmpeg } from '../../src/platform/ffmpeg/ffmpeg.ts';

const maxPcmBytes = 256 * 1024 * 1024;
const decodeTimeoutMs = 120_000;

/** The file's sound as mono samples (±1 is full scale) from the container's time 0 on, late starts filled with silence. */
export async function decodePcm(
  ffmpeg: Ffmpeg,
  path: string,
  samplesPerSecond: number,
  signal: AbortSignal,
): Promise<Float32Array> {
  const { output } = await ffmpeg.run({
    args: [
      ...['-i', path, '-map', '0:a:0', '-af', 'aresample=async=1:first_pts=0'],
      ...['-ac', '1', '-ar', String(samplesPerSecond), '-f', 'f32le', 'pipe:1'],
    ],
    cwd: dirname(path),
    timeoutMs: decodeTimeoutMs,
    keepOutputBytes: maxPcmBytes,
    signal,
  });
  return new Float32Array(new Uint8Array(output).buffer, 0, Math.floor(output.length / 4));
}
