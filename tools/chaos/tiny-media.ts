import { copyFile, mkdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { readEnvironment } from '../../src/platform/config/environment.ts';
import { readConfig } from '../../src/platform/config/read-config.ts';
import { resolveFfmpeg } from '../../src/platform/ffmpeg/resolve-ffmpeg.ts';
import { silentLog } from '../../src/platform/log/log.ts';
import { makeTestSound, makeTestVideo } from '../../test/support/test-video.ts';

/** Files that stand for everything that engines make, by their ending. */
const names = { '.mp4': 'tiny.mp4', '.m4a': 'tiny.m4a', '.jpg': 'tiny.jpg', '.wav': 'tiny.m4a' } as const;

/** Real ones, so that the strict server takes them. */
export async function makeTinyMedia(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await makeTestVideo(folder, names['.mp4']);
  await makeTestSound(folder, names['.m4a']);
  const ffmpeg = await resolveFfmpeg(readConfig(readEnvironment()).ffmpeg, silentLog);
  const args = ['-i', names['.mp4'], '-vf', 'scale=180:320', '-frames:v', '1', names['.jpg']];
  await ffmpeg.run({ cwd: folder, timeoutMs: 60_000, args });
}

/** Puts the file of that ending there and gives its path. */
export async function copyTinyMedia(folder: string, workFolder: string, name: string): Promise<string> {
  const tiny = names[extname(name) as keyof typeof names];
  const path = join(workFolder, name);
  await copyFile(join(folder, tiny), path);
  return path;
}
