import { existsSync } from 'node:fs';
import { rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ActionParts } from '../../src/actions/parts.ts';
import { sha256OfFile } from '../../src/platform/files/sha256.ts';
import { withScratchFolder } from '../../src/platform/files/scratch.ts';
import type { MontageRequest } from '../../src/ports/montage.ts';

export type DrawnVideo = NonNullable<MontageRequest['background']>;

/** ffmpeg's arguments up to the inputs' end; sound is a second input. */
export interface Drawing {
  readonly name: string;
  readonly inputs: readonly string[];
  readonly seconds: number;
}

const timeoutMs = 120_000;
const coding = '-c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac -f mp4'.split(' ');

/** As a person's own video comes into a montage: drawn once, then probed as any other. */
export async function drawnVideo(
  { ffmpeg, mediaProbe }: ActionParts,
  folder: string,
  { name, inputs, seconds }: Drawing,
  signal: AbortSignal,
): Promise<DrawnVideo> {
  const path = join(folder, `${name}.mp4`);
  return await withScratchFolder(folder, async (workFolder) => {
    if (!existsSync(path)) {
      const args = [...inputs, '-t', String(seconds), ...coding, 'drawn'];
      await ffmpeg.run({ args, cwd: workFolder, signal, timeoutMs });
      await rename(join(workFolder, 'drawn'), path);
    }
    const { size: bytes } = await stat(path);
    const video = { path, mime: 'video/mp4', sha256: await sha256OfFile(path), bytes };
    const context = { workFolder, signal, reportProgress: () => undefined };
    return { video, probe: await mediaProbe.probe(video, context) };
  });
}
