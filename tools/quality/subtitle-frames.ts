import type { Readable } from 'node:stream';
import type { Size } from '../../src/domain/geometry.ts';
import { runProcess } from '../../src/platform/process/run-process.ts';

const timeoutMs = 300_000;
const env = { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: '/nonexistent' };

/** Calls `use` for every frame of raw video that comes from the pipe. The buffer is used again: copy what is kept. */
async function readFrames(
  output: Readable,
  frameBytes: number,
  use: (frame: Uint8Array, index: number) => void,
): Promise<void> {
  const frame = new Uint8Array(frameBytes);
  let filled = 0;
  let index = 0;
  for await (const chunk of output as AsyncIterable<Buffer>) {
    for (let at = 0; at < chunk.length; ) {
      const count = Math.min(frameBytes - filled, chunk.length - at);
      frame.set(chunk.subarray(at, at + count), filled);
      filled += count;
      at += count;
      if (filled < frameBytes) continue;
      use(frame, index);
      index++;
      filled = 0;
    }
  }
}

/** First video less second, 128 where they are equal: grey, at half their width and height, frame by frame. */
export async function readDifference(
  ffmpegPath: string,
  videos: readonly [string, string],
  frame: Size,
  use: (difference: Uint8Array, index: number) => void,
): Promise<void> {
  const [width, height] = [frame.width / 2, frame.height / 2];
  const graph = `[0:v]format=gray[a];[1:v]format=gray[b];[a][b]blend=all_mode=grainextract:shortest=1,scale=${width}:${height}:flags=area,format=gray`;
  await runProcess(
    ffmpegPath,
    [
      '-nostdin',
      '-v',
      'error',
      '-i',
      videos[0],
      '-i',
      videos[1],
      '-filter_complex',
      graph,
      '-f',
      'rawvideo',
      '-',
    ],
    { env, timeoutMs, readOutput: (output) => readFrames(output, width * height, use) },
  );
}

/** The chosen frames of a video, counted from 0, as 24-bit RGB. */
export async function readChosenFrames(
  ffmpegPath: string,
  video: string,
  frame: Size,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, Uint8Array>> {
  const wanted = [...new Set(numbers)].sort((left, right) => left - right);
  const frames = new Map<number, Uint8Array>();
  const graph = `select='${wanted.map((number) => `eq(n,${number})`).join('+')}',format=rgb24`;
  await runProcess(
    ffmpegPath,
    ['-nostdin', '-v', 'error', '-i', video, '-vf', graph, '-vsync', '0', '-f', 'rawvideo', '-'],
    {
      env,
      timeoutMs,
      readOutput: (output) =>
        readFrames(output, frame.width * frame.height * 3, (content, index) => {
          const number = wanted[index];
          if (number !== undefined) frames.set(number, content.slice());
        }),
    },
  );
  return frames;
}
