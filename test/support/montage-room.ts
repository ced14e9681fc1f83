import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ffmpegAt } from '../../src/platform/ffmpeg/ffmpeg.ts';
import type { InputFile } from '../../src/ports/work.ts';
import { createLocalMontage } from '../../src/providers/local-montage/provider.ts';
import { assetsFolder } from './cast-portrait.ts';

export const ffmpegPath = process.env.FFMPEG_PATH ?? 'ffmpeg';

/** A folder of inputs that ffmpeg makes, and the montage that they are for. Its user removes the folder. */
export function openMontageRoom(name: string) {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  return {
    folder,
    port: createLocalMontage({ ffmpeg: ffmpegAt(ffmpegPath, 'test'), assetsFolder }),
    file: (file: string, mime = 'video/mp4'): InputFile => ({
      // One content a name: whoever remembers files knows them by their hash.
      ...{ path: join(folder, file), sha256: file, mime, bytes: 1 },
    }),
  };
}

/** Its output. Throws with what it said where it fails. */
export function ffmpeg(...args: string[]): Buffer {
  const run = spawnSync(ffmpegPath, ['-v', 'error', '-y', ...args], { maxBuffer: 1 << 28 });
  if (run.status !== 0) throw new Error(run.stderr.toString());
  return run.stdout;
}

export const lavfi = (source: string) => ['-f', 'lavfi', '-i', source];
export const coded = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'];
