import { join } from 'node:path';
import type { Ffmpeg } from '../../src/platform/ffmpeg/ffmpeg.ts';
import { drawPicture } from '../../src/platform/pictures/draw-picture.ts';
import type { PictureLayer } from '../../src/platform/pictures/picture-plan.ts';

/** A half is 9:16; the strip above it says what it is. */
const half = { width: 540, height: 960 } as const;
const strip = 96;
const framesPerSecond = 25;
/** Rest between the two, so that the eye can move. */
const pauseSeconds = 0.35;

export interface MadeHalf {
  readonly videoPath: string;
  readonly durationSeconds: number;
  readonly label: string;
}

/** One clip of both halves: the left speaks while the right waits dimmed, then the other way round. */
export async function joinHalves(
  ffmpeg: Ffmpeg,
  fontPath: string,
  [left, right]: readonly [MadeHalf, MadeHalf],
  folder: string,
): Promise<string> {
  await drawStrip(fontPath, [left.label, right.label], join(folder, 'strip.png'));
  const turn = left.durationSeconds + pauseSeconds;
  const whole = turn + right.durationSeconds;
  const dim = (enable: string) => `eq=brightness=-0.16:saturation=0.45:enable='${enable}'`;
  const scale = `fps=${framesPerSecond},scale=${half.width}:${half.height}:flags=lanczos,setsar=1`;
  const graph = [
    `[0:v]${scale},tpad=stop_mode=clone:stop_duration=${whole - left.durationSeconds},${dim(`gte(t,${turn})`)}[left]`,
    `[1:v]${scale},tpad=start_mode=clone:start_duration=${turn},${dim(`lt(t,${turn})`)}[right]`,
    `[left][right]hstack,pad=iw:ih+${strip}:0:${strip}[both]`,
    '[both][2:v]overlay=0:0,format=yuv420p[video]',
    `[0:a]apad=pad_dur=${pauseSeconds}[first]`,
    '[first][1:a]concat=n=2:v=0:a=1[sound]',
  ];
  await ffmpeg.run({
    cwd: folder,
    timeoutMs: 120_000,
    args: [
      ...['-i', left.videoPath, '-i', right.videoPath, '-i', 'strip.png'],
      ...['-filter_complex', graph.join(';'), '-map', '[video]', '-map', '[sound]', '-t', String(whole)],
      ...['-c:v', 'libx264', '-preset', 'veryslow', '-crf', '25', '-c:a', 'aac', '-b:a', '96k', '-ac', '1'],
      ...['-metadata', 'comment=AI-generated', '-movflags', '+faststart', '-y', 'example.mp4'],
    ],
  });
  return join(folder, 'example.mp4');
}

async function drawStrip(fontPath: string, labels: readonly [string, string], path: string): Promise<void> {
  const width = 2 * half.width;
  const layers: PictureLayer[] = [
    { draw: 'fill', colours: ['#2b1a14'], target: { x: 0, y: 0, width, height: strip } },
    ...labels.map(
      (text, index): PictureLayer => ({
        draw: 'text',
        text,
        x: half.width * (index + 0.5),
        y: strip / 2,
        align: 'middle',
        size: 44,
        maxWidth: half.width - 40,
        family: 'label',
        colour: '#ffffff',
      }),
    ),
    { draw: 'fill', colours: ['#2b1a14'], target: { x: half.width - 2, y: 0, width: 4, height: strip } },
  ];
  const fonts = [{ path: fontPath, family: 'label' }];
  await drawPicture(
    { width, height: strip, layers, fonts, output: { path, format: 'png' } },
    new AbortController().signal,
  );
}
