import { readEnvironment } from '../../src/platform/config/environment.ts';
import { readConfig } from '../../src/platform/config/read-config.ts';
import { resolveFfmpeg } from '../../src/platform/ffmpeg/resolve-ffmpeg.ts';
import { silentLog } from '../../src/platform/log/log.ts';

/** Two seconds of a moving test picture with a tone, small enough to be made in a moment. */
export async function makeTestVideo(folder: string, name: string): Promise<void> {
  const ffmpeg = await resolveFfmpeg(readConfig(readEnvironment()).ffmpeg, silentLog);
  await ffmpeg.run({
    cwd: folder,
    timeoutMs: 60_000,
    args: [
      ...['-f', 'lavfi', '-i', 'testsrc2=size=360x640:rate=30', '-f', 'lavfi', '-i', 'sine=frequency=330'],
      ...['-t', '2', '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac', name],
    ],
  });
}

/** A second of a tone, as M4A. */
export async function makeTestSound(folder: string, name: string): Promise<void> {
  const ffmpeg = await resolveFfmpeg(readConfig(readEnvironment()).ffmpeg, silentLog);
  const args = ['-f', 'lavfi', '-i', 'sine=frequency=330', '-t', '1', '-c:a', 'aac', name];
  await ffmpeg.run({ cwd: folder, timeoutMs: 60_000, args });
}
