import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ActionParts } from './parts.ts';

const durationSeconds = 12;

/** A slow walk along a café wall, with a quiet chord below it: stands for the video that an advertiser would bring. */
export async function makeDemoBackground(
  { ffmpeg, cast }: ActionParts,
  folder: string,
  signal: AbortSignal,
): Promise<string> {
  const plate = cast.presenters.find(({ id }) => id === 'mark')?.backgroundPath ?? '';
  await copyFile(plate, join(folder, 'plate.webp'));
  const chord = [196, 246.94, 293.66, 392].map((hertz) => `0.03*sin(2*PI*${hertz}*t)`).join('+');
  await ffmpeg.run({
    cwd: folder,
    signal,
    timeoutMs: 120_000,
    args: [
      ...['-loop', '1', '-framerate', '30', '-i', 'plate.webp'],
      ...['-f', 'lavfi', '-i', `aevalsrc='(${chord})*(0.7+0.3*sin(2*PI*0.25*t))':s=48000`],
      ...[
        '-vf',
        walk(),
        '-t',
        String(durationSeconds),
        '-c:v',
        'libx264',
        '-preset',
        'veryfast',
        '-crf',
        '20',
      ],
      ...['-pix_fmt', 'yuv420p', '-c:a', 'aac', '-b:a', '128k', '-movflags', '+faststart', 'background.mp4'],
    ],
  });
  return join(folder, 'background.mp4');
}

/** Crops a moving window out of the enlarged plate; the steps are whole pixels of a larger picture, so it glides. */
function walk(): string {
  const part = `t/${durationSeconds}`;
  return `scale=1440:2560:flags=bicubic,crop=1080:1920:x='(iw-ow)*${part}':y='(ih-oh)*(0.5+0.25*sin(PI*${part}))',setsar=1`;
}
