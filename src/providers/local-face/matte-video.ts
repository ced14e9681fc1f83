import { join } from 'node:path';
import type { Writable } from 'node:stream';
import type { Size } from '../../domain/geometry.ts';
import { greyVideoArguments } from '../../platform/ffmpeg/grey-video.ts';
import type { Ffmpeg } from '../../platform/ffmpeg/ffmpeg.ts';
import type { HeadVideo, PersonMatteVideo } from '../../ports/face-analysis.ts';
import type { WorkContext } from '../../ports/work.ts';
import { matteStep } from './moving-matte.ts';
import { usualPersonShare } from '../../domain/overlay/overlay-doubt.ts';
import { headFramesPerSecond, readFrames } from './video-frames.ts';
import type { TaskAnswer, TaskRequest } from './worker-protocol.ts';

export interface MatteTools {
  readonly ffmpeg: Ffmpeg;
  /** Frames go to one thread in order: it remembers the last ones. */
  cut(request: TaskRequest<'mattes'>): Promise<TaskAnswer<'mattes'>>;
}

/** Half of a head video's: finer mattes look no better beside video edges. */
const longerSide = 960;
const framesAtOnce = 5;
const msPerSecondOfVideo = 60_000;
const framesBetweenKeyFrames = 6;

/** True where one question answers it all, so that the thread need not remember anything of the video. */
export function isOneQuestion({ durationSeconds }: HeadVideo): boolean {
  return durationSeconds * headFramesPerSecond < framesAtOnce - 1;
}

/** Frame by frame from one ffmpeg through the thread into another: never more than a few frames are held. */
export async function matteVideo(
  head: HeadVideo,
  context: WorkContext,
  { ffmpeg, cut }: MatteTools,
): Promise<PersonMatteVideo> {
  const output = matteSize(head.size);
  const mattePath = join(context.workFolder, 'person-matte.mp4');
  const decoder = new AbortController();
  const signal = AbortSignal.any([context.signal, decoder.signal]);
  const frames = Math.max(1, Math.round(head.durationSeconds * headFramesPerSecond));
  let done = 0;
  let withPerson = 0;
  const writeMattes = async (input: Writable): Promise<void> => {
    const reading = { output, everyFrames: 1, framesAtOnce, pixels: 'rgba' } as const;
    await readFrames(head, reading, { ffmpeg, context: { ...context, signal } }, async (rgba) => {
      const count = rgba.length / (output.width * output.height * 4);
      const answer = await cut({ rgba, ...output, isFirst: done === 0 });
      await written(input, answer.mattes);
      done += count;
      withPerson += answer.framesWithPerson;
      context.reportProgress(Math.min(1, done / frames));
    });
  };
  try {
    await ffmpeg.run({
      args: greyVideoArguments(output, headFramesPerSecond, framesBetweenKeyFrames, mattePath),
      cwd: context.workFolder,
      signal: context.signal,
      timeoutMs: 60_000 + head.durationSeconds * msPerSecondOfVideo,
      writeInput: writeMattes,
    });
  } finally {
    decoder.abort();
  }
  const personShare = done === 0 ? 0 : withPerson / done;
  return { mattePath, personShare, warnings: warningsOf(personShare) };
}

/** Even for the coder, and whole cells of the matte's working size. */
function matteSize({ width, height }: Size): Size {
  const cell = 2 * matteStep;
  const scale = Math.min(1, longerSide / Math.max(width, height));
  const sized = (length: number) => Math.max(cell, cell * Math.round((length * scale) / cell));
  return { width: sized(width), height: sized(height) };
}

function warningsOf(personShare: number): string[] {
  if (personShare >= usualPersonShare) return [];
  const percent = Math.round(100 * personShare);
  return [`A person was found in only ${percent} % of the head video; the cut-out is empty in the rest.`];
}

/** Settles also when the reader is gone: its exit code tells why. */
function written(input: Writable, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    if (input.destroyed) resolve();
    else input.write(bytes, () => resolve());
  });
}
