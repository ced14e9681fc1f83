import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import type { Point, Size } from '../../src/domain/geometry.ts';
import type { Ffmpeg } from '../../src/platform/ffmpeg/ffmpeg.ts';
import { assetsFolder, storedFace } from './cast-pictures.ts';

/** A cast presenter who walks to and fro before a wall: what a head made elsewhere looks like, with all of it known. */
export interface WalkingHead {
  readonly video: Buffer;
  readonly size: Size;
  readonly durationSeconds: number;
  faceAt(seconds: number): Point;
  /** Grey frames of `size`, one after another: where the person is. */
  readonly mattes: Buffer;
}

const size = { width: 360, height: 640 };
const framesPerSecond = 25;
/** Of the cast picture, which is 1080 pixels wide. */
const scale = 0.24;
const swingPixels = 70;

export async function walkingHead(
  ffmpeg: Ffmpeg,
  folder: string,
  durationSeconds: number,
): Promise<WalkingHead> {
  const person = await loadImage(join(assetsFolder, 'cast/sofia.webp'));
  const wall = await loadImage(join(assetsFolder, 'backgrounds/cafe.webp'));
  const [width, height] = [Math.round(person.width * scale), Math.round(person.height * scale)];
  const walker = createCanvas(width, height);
  walker.getContext('2d').drawImage(person, 0, 0, width, height);
  await writeFile(join(folder, 'walker.png'), walker.toBuffer('image/png'));
  const ground = createCanvas(size.width, size.height);
  ground.getContext('2d').drawImage(wall, 0, 0, size.width, size.height);
  await writeFile(join(folder, 'wall.png'), ground.toBuffer('image/png'));
  const left = (size.width - width) / 2;
  const x = `${left}+${swingPixels}*sin(2*PI*t/${durationSeconds})`;
  const still = (name: string) => ['-loop', '1', '-framerate', String(framesPerSecond), '-i', name];
  const seconds = ['-t', String(durationSeconds)];
  const overlaid = (above: string) => `${above}overlay=x='${x}':y=${size.height - height}:format=yuv444`;
  await ffmpeg.run({
    args: [
      ...[...still('wall.png'), ...still('walker.png'), '-filter_complex', overlaid('[0:v][1:v]')],
      ...[...seconds, '-c:v', 'libx264', '-crf', '16', '-pix_fmt', 'yuv420p', '-y', 'walk.mp4'],
    ],
    cwd: folder,
    timeoutMs: 60_000,
  });
  const white = `color=c=black:s=${size.width}x${size.height}:r=${framesPerSecond}[b];[0:v]alphaextract,split[w][a];[w]lut=y=255,format=rgb24[c];[c][a]alphamerge[p];`;
  await ffmpeg.run({
    args: [
      ...[...still('walker.png'), '-filter_complex', `${white}${overlaid('[b][p]')},format=gray`],
      ...[...seconds, '-f', 'rawvideo', '-y', 'mattes.gray'],
    ],
    cwd: folder,
    timeoutMs: 60_000,
  });
  const { box } = await storedFace('sofia');
  return {
    video: await readFile(join(folder, 'walk.mp4')),
    size,
    durationSeconds,
    faceAt: (atSeconds) => ({
      x:
        left +
        swingPixels * Math.sin((2 * Math.PI * atSeconds) / durationSeconds) +
        scale * (box.x + box.width / 2),
      y: size.height - height + scale * (box.y + box.height / 2),
    }),
    mattes: await readFile(join(folder, 'mattes.gray')),
  };
}
