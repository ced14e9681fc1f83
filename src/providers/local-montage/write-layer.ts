import { join } from 'node:path';
import type { LayerFile } from '../../ports/montage-layers.ts';
import type { Workplace } from './prepare.ts';

/** Coding a layer takes seconds; a machine in trouble takes longer than this. */
const msPerSecondOfVideo = 20_000;
const leastTimeoutMs = 120_000;

export interface LayerToWrite {
  readonly file: string;
  readonly mime: LayerFile['mime'];
  /** Inputs, graph and what of it is taken. */
  readonly args: readonly string[];
  readonly encoding: readonly string[];
  readonly seconds: number;
}

export async function writeLayer({ ffmpeg, context }: Workplace, layer: LayerToWrite): Promise<LayerFile> {
  const { file, mime, args, encoding, seconds } = layer;
  await ffmpeg.run({
    args: ['-filter_complex_threads', '1', ...args, ...encoding, '-movflags', '+faststart', '-y', file],
    cwd: context.workFolder,
    signal: context.signal,
    timeoutMs: Math.max(leastTimeoutMs, seconds * msPerSecondOfVideo),
  });
  return { path: join(context.workFolder, file), mime };
}
