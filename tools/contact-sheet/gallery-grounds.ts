import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { makeDemoBackground } from '../../src/actions/demo-background.ts';
import type { ActionParts } from '../../src/actions/parts.ts';
import { withScratchFolder } from '../../src/platform/files/scratch.ts';

/** 'product' is the demo's; 'turns' is a second each of near-white, near-black and a busy picture, over and over. */
export type Ground = 'product' | 'turns';

/** The same file each time, so that what was made over it is found again. */
export async function groundFile(
  parts: ActionParts,
  ground: Ground,
  folder: string,
  signal: AbortSignal,
): Promise<string> {
  const path = join(folder, `${ground}.mp4`);
  if (existsSync(path)) return path;
  await mkdir(folder, { recursive: true });
  await withScratchFolder(folder, async (scratch) => {
    const make = ground === 'product' ? makeDemoBackground : makeTurns;
    await rename(await make(parts, scratch, signal), path);
  });
  return path;
}

async function makeTurns({ ffmpeg }: ActionParts, folder: string, signal: AbortSignal): Promise<string> {
  const format = 'size=1080x1920:rate=30:duration=1';
  const inputs = [`color=c=0xf4f2ee:${format}`, `color=c=0x0c0d10:${format}`, `testsrc2=${format}`];
  await ffmpeg.run({
    cwd: folder,
    signal,
    timeoutMs: 120_000,
    args: [
      ...inputs.flatMap((input) => ['-f', 'lavfi', '-i', input]),
      ...['-filter_complex', '[2]noise=alls=30:all_seed=1[busy];[0][1][busy]concat=n=3,setsar=1'],
      ...['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', 'turns.mp4'],
    ],
  });
  return join(folder, 'turns.mp4');
}
