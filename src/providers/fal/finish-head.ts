import { join } from 'node:path';
import type { FrameFormat } from '../../domain/ad/ad.ts';
import { eyeLine } from '../../domain/face/portrait-framing.ts';
import { measureAudioLag } from '../../domain/quality/audio-lag.ts';
import { AppError, isAppError } from '../../kernel/errors.ts';
import type { Ffmpeg } from '../../platform/ffmpeg/ffmpeg.ts';
import { untrustedInput } from '../../platform/ffmpeg/untrusted-input.ts';
import { readMediaFacts } from '../../platform/media/read-media-facts.ts';
import { service } from './fal-errors.ts';

export interface HeadToFinish {
  readonly ffmpeg: Ffmpeg;
  /** Holds `download`, and gets what is made. */
  readonly folder: string;
  /** File name in `folder`, as it came. */
  readonly download: string;
  readonly frame: FrameFormat;
  /** What the result's sound is; the video's own where that is not there any more. */
  readonly speech: { readonly path: string; readonly seconds: number } | undefined;
  readonly signal: AbortSignal;
  onProgress(fraction: number): void;
}

export interface FinishedHead {
  readonly videoPath: string;
  readonly durationSeconds: number;
  readonly warnings: readonly string[];
}

const timeoutMs = 300_000;
/** A video that ends so much before its speech has lost a part; what is less is the length of a frame or two. */
const missingSeconds = 0.5;

/** The model's video as the port promises it. Throws `provider-answer-unusable` for what is no whole video of the speech. */
export async function finishHead(head: HeadToFinish): Promise<FinishedHead> {
  const { videoSeconds, hasSound } = await lookInto(head);
  const durationSeconds = head.speech?.seconds ?? videoSeconds;
  if (videoSeconds < durationSeconds - missingSeconds) {
    throw unusable(
      'too-short',
      `its video lasts ${videoSeconds.toFixed(1)} s of ${durationSeconds.toFixed(1)}`,
    );
  }
  const lateSeconds = head.speech && hasSound ? await lateness(head, head.speech.path) : 0;
  const videoPath = join(head.folder, 'head.mp4');
  try {
    await head.ffmpeg.run({
      args: headArguments({ ...head, durationSeconds, lateSeconds, videoPath, hasSound }),
      cwd: head.folder,
      signal: head.signal,
      timeoutMs,
      durationSeconds,
      onProgress: head.onProgress,
    });
  } catch (error) {
    if (isAppError(error, 'process-failed')) throw unusable('damaged', 'its video can not be decoded', error);
    throw error;
  }
  return { videoPath, durationSeconds, warnings: warningsOf(head, lateSeconds) };
}

async function lookInto({ folder, download, signal }: HeadToFinish) {
  const answer = await readMediaFacts(join(folder, download), signal);
  if ('unreadable' in answer || !answer.facts.video) throw unusable('no-video', 'what came is no video');
  const { video, hasAudioTrack } = answer.facts;
  if (!video.isWhole) throw unusable('damaged', 'its video is cut off');
  return { videoSeconds: video.durationSeconds, hasSound: hasAudioTrack };
}

interface HeadArguments {
  readonly download: string;
  readonly frame: FrameFormat;
  readonly speech: HeadToFinish['speech'];
  readonly hasSound: boolean;
  readonly durationSeconds: number;
  readonly lateSeconds: number;
  readonly videoPath: string;
}

/**
 * Covers the frame without moving the eyes from their line, at its rate, to the frame in which the speech ends. Times stay
 * those of the container: what begins later than its sound still does. Pure.
 */
export function headArguments(given: HeadArguments): string[] {
  const { frame, speech, durationSeconds, lateSeconds, videoPath } = given;
  const { width, height, framesPerSecond } = frame;
  const frames = Math.ceil(durationSeconds * framesPerSecond - 1e-6);
  const picture = [
    ...(lateSeconds === 0 ? [] : [`setpts=PTS-${lateSeconds.toFixed(4)}/TB`]),
    `scale=${width}:${height}:force_original_aspect_ratio=increase:flags=lanczos`,
    `crop=${width}:${height}:(iw-ow)/2:(ih-oh)*${eyeLine}`,
    'setsar=1',
    `fps=${framesPerSecond}:start_time=0`,
    `tpad=stop_mode=clone:stop=${frames}`,
    `trim=end_frame=${frames}`,
    'format=yuv420p',
  ].join(',');
  return [
    '-y',
    ...untrustedInput({ name: given.download, mime: 'video/mp4' }),
    ...(speech ? ['-protocol_whitelist', 'file', '-i', speech.path] : []),
    ...['-filter_complex', `[0:v:0]${picture}[picture]`, '-map', '[picture]'],
    ...(speech ? ['-map', '1:a:0'] : given.hasSound ? ['-map', '0:a:0'] : []),
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '18', '-threads', '2'],
    ...['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709', '-color_range', 'tv'],
    ...['-c:a', 'aac', '-b:a', '160k', '-ac', '1', '-ar', '48000', '-t', durationSeconds.toFixed(6)],
    ...['-map_metadata', '-1', '-movflags', '+faststart', '-f', 'mp4', videoPath],
  ];
}

const lagRate = 8000;
const listenedSeconds = 15;
/** Encoders begin with up to this much silence, and not every player leaves it out: no sign that the lips are late. */
const harmlessSeconds = 0.06;
const sureCorrelation = 0.6;

/**
 * By how much the model's video is behind the speech, by the sound in it: some begin with a pause. 0 where it can't be
 * told, or is too little to be seen.
 */
async function lateness(head: HeadToFinish, speechPath: string): Promise<number> {
  const [spoken, heard] = [
    await samples(head, ['-protocol_whitelist', 'file', '-i', speechPath]),
    await samples(head, untrustedInput({ name: head.download, mime: 'video/mp4' })),
  ];
  if (spoken.length === 0 || heard.length === 0) return 0;
  const { lagMs, correlation } = measureAudioLag(spoken, heard, lagRate, 1);
  const late = lagMs / 1000;
  return correlation >= sureCorrelation && Math.abs(late) > harmlessSeconds ? late : 0;
}

async function samples({ ffmpeg, folder, signal }: HeadToFinish, input: readonly string[]) {
  const args = [
    ...[...input, '-map', '0:a:0', '-t', String(listenedSeconds)],
    ...['-ac', '1', '-ar', String(lagRate), '-f', 's16le', 'pipe:1'],
  ];
  const keepOutputBytes = listenedSeconds * lagRate * 2;
  const { output } = await ffmpeg.run({ args, cwd: folder, signal, timeoutMs, keepOutputBytes });
  const values = new Int16Array(
    output.buffer.slice(output.byteOffset, output.byteOffset + (output.length & ~1)),
  );
  return Float32Array.from(values);
}

function warningsOf({ speech }: HeadToFinish, lateSeconds: number): readonly string[] {
  const moved = Math.round(lateSeconds * 1000);
  return [
    ...(moved === 0 ? [] : [`The model's video was ${moved} ms behind the speech; it was moved back.`]),
    ...(speech
      ? []
      : ["The speech was not at hand any more: the head has the sound of the model's own video."]),
  ];
}

function unusable(problem: string, what: string, cause?: unknown): AppError {
  return new AppError('provider-answer-unusable', `What fal.ai made can't be used: ${what}.`, {
    details: { service, problem },
    cause,
  });
}
