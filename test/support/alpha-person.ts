import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** How a mask of one picture is drawn that shows an upright ellipse, of the size of the video beside it. */
const mask = "geq=lum='255*lt(hypot((X-W/2)/W/0.4,(Y-H*0.55)/H/0.45),1)',format=gray,loop=-1:1";

/** What a GPU endpoint makes of a video of a person: VP9 with an alpha channel, a quarter as large as the video. */
export async function alphaPerson(video: Buffer): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'alpha-person-'));
  try {
    await writeFile(join(folder, 'head.mp4'), video);
    const person = '[0:v]scale=iw/4:ih/4,format=yuv420p,split[seen][measured]';
    const drawn = `[measured]trim=end_frame=1,format=gray,${mask}[mask]`;
    await promisify(execFile)(process.env.FFMPEG_PATH ?? 'ffmpeg', [
      ...['-v', 'error', '-y', '-i', join(folder, 'head.mp4')],
      ...['-filter_complex', `${person};${drawn};[seen][mask]alphamerge=shortest=1[out]`, '-map', '[out]'],
      ...['-an', '-c:v', 'libvpx-vp9', '-pix_fmt', 'yuva420p', '-deadline', 'realtime', '-cpu-used', '8'],
      ...['-b:v', '300k', join(folder, 'overlay.webm')],
    ]);
    return await readFile(join(folder, 'overlay.webm'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
