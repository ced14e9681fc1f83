import type { Readable } from 'node:stream';
import type { Size } from '../../domain/geometry.ts';
import type { Ffmpeg } from '../../platform/ffmpeg/ffmpeg.ts';
import { stageInput, untrustedInput } from '../../platform/ffmpeg/untrusted-input.ts';
import type { HeadVideo } from '../../ports/face-analysis.ts';
import type { WorkContext } from '../../ports/work.ts';

/** What every talking head has: the pipeline asks for it, and what a port gives is as it was asked for. */
export const headFramesPerSecond = 25;
const inputName = 'head-input';
const msPerSecondOfVideo = 30_000;

export interface FrameReading {
  readonly output: Size;
  /** 1 reads every frame, 4 every fourth. */
  readonly everyFrames: number;
  readonly framesAtOnce: number;
  readonly pixels: keyof typeof bytesOfPixel;
}

const bytesOfPixel = { rgb24: 3, rgba: 4 } as const;

/** Decodes a head video into frames of a small size and hands them over some at a time, in order. */
export async function readFrames(
  head: HeadVideo,
  { output, everyFrames, framesAtOnce, pixels }: FrameReading,
  { ffmpeg, context }: { readonly ffmpeg: Ffmpeg; readonly context: WorkContext },
  use: (frames: Uint8Array<ArrayBuffer>) => Promise<void>,
): Promise<void> {
  await stageInput(context.workFolder, inputName, head.video.path);
  const filters = [
    `fps=${headFramesPerSecond}`,
    ...(everyFrames > 1 ? [`select=not(mod(n\\,${everyFrames}))`] : []),
    `scale=${output.width}:${output.height}:flags=area`,
  ];
  await ffmpeg.run({
    args: [
      // What the deblocking filter smooths is lost when the picture is shrunk.
      ...untrustedInput({ name: inputName, mime: head.video.mime, options: ['-skip_loop_filter', 'all'] }),
      ...['-t', String(head.durationSeconds), '-an', '-sn', '-vf', filters.join(',')],
      ...['-vsync', '0', '-pix_fmt', pixels, '-f', 'rawvideo', 'pipe:1'],
    ],
    cwd: context.workFolder,
    signal: context.signal,
    timeoutMs: 60_000 + head.durationSeconds * msPerSecondOfVideo,
    readOutput: (stream) =>
      inWholeFrames(stream, output.width * output.height * bytesOfPixel[pixels], framesAtOnce, use),
  });
}

/** Takes no more from the stream while frames are worked on. */
export async function inWholeFrames(
  stream: Readable,
  frameBytes: number,
  framesAtOnce: number,
  use: (frames: Uint8Array<ArrayBuffer>) => Promise<void>,
): Promise<void> {
  const bytes = frameBytes * framesAtOnce;
  let frames = new Uint8Array(bytes);
  let filled = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    for (let from = 0; from < chunk.length; ) {
      const taken = Math.min(chunk.length - from, bytes - filled);
      frames.set(chunk.subarray(from, from + taken), filled);
      from += taken;
      filled += taken;
      if (filled < bytes) continue;
      await use(frames);
      // Whoever used the last one may have passed its memory on.
      frames = new Uint8Array(bytes);
      filled = 0;
    }
  }
  const whole = filled - (filled % frameBytes);
  if (whole > 0) await use(frames.slice(0, whole));
}

/** The size at which the longer side is `side`, or the picture's own where that is less; both sides even. */
export function smallSize(size: Size, side: number): Size {
  const scale = Math.min(1, side / Math.max(size.width, size.height));
  const scaled = (length: number) => Math.max(2, 2 * Math.round((length * scale) / 2));
  return { width: scaled(size.width), height: scaled(size.height) };
}
