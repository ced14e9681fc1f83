import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ActionParts } from './parts.ts';

const durationSeconds = 12;

/** A slow walk round a bottle on a table, over a quiet chord: stands for the video that an advertiser would bring. */
export async function makeDemoBackground(
  { ffmpeg, demoPicturePath }: ActionParts,
  folder: string,
  signal: AbortSignal,
): Promise<string> {
  await copyFile(demoPicturePath, join(folder, 'picture.webp'));
  const chord = [196, 246.94, 293.66, 392].map((hertz) => `0.03*sin(2*PI*${hertz}*t)`).join('+');
  await ffmpeg.run({
    cwd: folder,
    signal,
    timeoutMs: 120_000,
    args: [
      ...['-loop', '1', '-framerate', '30', '-i', 'picture.webp'],
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

/**
 * Crops a gliding window of 1080×1920 out of the picture, which is a third larger each way; the bottle stays clear of a
 * circle in the upper left corner.
 */
function walk(): string {
  const turn = `0.5-0.5*cos(PI*t/${durationSeconds})`;
  return `crop=1080:1920:x='20+50*(${turn})':y='(ih-oh)*(0.55+0.3*(${turn}))',setsar=1`;
}
