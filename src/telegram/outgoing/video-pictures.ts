import { copyFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ffmpeg } from '../../platform/ffmpeg/ffmpeg.ts';

export interface VideoPictures {
  /** JPEG of at most 320×320 and 200 kB, as Telegram wants it. */
  readonly thumbnailPath: string;
  /** JPEG in the video's own size: what stands in the chat until it is played. */
  readonly coverPath: string;
}

const timeoutMs = 60_000;
const thumbnailSide = 320;
const maxThumbnailBytes = 200_000;

/** The still that the ad's own cover shows: where the presenter has begun to speak. */
const stillFrom = '0.4';
const stillLength = '0.8';

/** Makes both from the video; `coverPath` of the ad, which is small, is the thumbnail where it is small enough. */
export async function drawVideoPictures(
  ffmpeg: Ffmpeg,
  given: { readonly videoPath: string; readonly coverPath: string; readonly folder: string },
): Promise<VideoPictures> {
  const { folder } = given;
  await Promise.all([
    copyFile(given.videoPath, join(folder, 'video.mp4')),
    copyFile(given.coverPath, join(folder, 'small.jpg')),
  ]);
  await ffmpeg.run({
    args: [
      ...['-ss', stillFrom, '-t', stillLength, '-i', 'video.mp4'],
      ...['-vf', 'fps=10,thumbnail=8', '-frames:v', '1', '-q:v', '3', '-y', 'cover.jpg'],
    ],
    cwd: folder,
    timeoutMs,
  });
  await ffmpeg.run({
    args: [
      ...['-i', 'small.jpg', '-vf', fitting(thumbnailSide)],
      ...['-frames:v', '1', '-q:v', '4', '-y', 'thumbnail.jpg'],
    ],
    cwd: folder,
    timeoutMs,
  });
  const thumbnailPath = join(folder, 'thumbnail.jpg');
  const { size } = await stat(thumbnailPath);
  if (size > maxThumbnailBytes) throw new Error(`A thumbnail of ${size} bytes`);
  return { thumbnailPath, coverPath: join(folder, 'cover.jpg') };
}

function fitting(side: number): string {
  return `scale=w='min(${side},iw)':h='min(${side},ih)':force_original_aspect_ratio=decrease:force_divisible_by=2`;
}
