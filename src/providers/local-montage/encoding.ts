import { availableParallelism } from 'node:os';
import type { FrameFormat } from '../../domain/ad/ad.ts';
import type { Size } from '../../domain/geometry.ts';
import { headIsSmall, type VideoPlan } from '../../domain/montage/video-plan.ts';

/** What a bot may send. */
const telegramBytes = 50_000_000;
/** Of what may be sent: the rest is for the container and the coder's overshoot. */
const shareOfLimit = 0.9;
const audioBitsPerSecond = 160_000;
const highestBitsPerSecond = 16_000_000;
const keyframeEverySeconds = 2;

/** What is coded without a limit, or came finished, may be as large as this where `sentBytes` may be sent. */
export function mostClipBytes(sentBytes = telegramBytes): number {
  return sentBytes * shareOfLimit;
}

/** A picture of so few bits, for a second, is not coded with more than may be. */
export function isSmallSource(bitsPerSecond: number, mostBitsPerSecond: number): boolean {
  return bitsPerSecond < mostBitsPerSecond / 3;
}

/** For the picture of a clip that is never larger than `sentBytes`. */
export function mostBitsPerSecond(durationSeconds: number, sentBytes = telegramBytes): number {
  const room = (mostClipBytes(sentBytes) * 8) / durationSeconds - audioBitsPerSecond;
  return Math.floor(Math.min(highestBitsPerSecond, room));
}

/**
 * Measured against `veryfast` at 21 on clips over a plain, a filmed and a noisy background: a quarter less CPU, SSIM within
 * 0.0005 on the first two and 0.003 better on the last, files a fifth to a third larger. Macroblock-tree rate control is
 * off at this speed by itself, and pays where much of the picture stands still.
 */
const finalCoder = [
  ...['-preset', 'superfast', '-crf', '19'],
  ...['-x264-params', 'mbtree=1:rc-lookahead=10:scenecut=0:weightp=0'],
];
const previewCoder = ['-preset', 'ultrafast', '-crf', '26'];

/** H.264 for every phone. To keep to a number of bits for a second costs the coder a twentieth of its work. */
export function videoEncoding(
  quality: 'final' | 'preview',
  frame: FrameFormat,
  bitsPerSecond: number | 'free',
): string[] {
  const most = String(bitsPerSecond);
  return [
    ...['-c:v', 'libx264', '-profile:v', 'high', '-pix_fmt', 'yuv420p'],
    ...(quality === 'final' ? finalCoder : previewCoder),
    // The coder's own choice is half as many again, which costs 4 % more work and gains nothing beside the decoders.
    ...['-threads', String(availableParallelism())],
    ...(bitsPerSecond === 'free' ? [] : ['-maxrate', most, '-bufsize', most]),
    ...['-g', String(frame.framesPerSecond * keyframeEverySeconds), '-r', String(frame.framesPerSecond)],
    ...['-color_primaries', 'bt709', '-color_trc', 'bt709', '-colorspace', 'bt709', '-color_range', 'tv'],
  ];
}

/** What saves bits at rates far below ours, and nothing else, costs a third of the coder's work. */
const plainSound = [
  '-aac_coder',
  'fast',
  ...['ms', 'is', 'pns', 'tns'].flatMap((tool) => [`-aac_${tool}`, '0']),
];

export function soundEncoding(quality: 'final' | 'preview'): string[] {
  const coder = quality === 'preview' ? plainSound : [];
  return ['-c:a', 'aac', ...coder, '-b:a', String(audioBitsPerSecond), '-ar', '48000', '-ac', '2'];
}

/** One JPEG picture of good quality. */
export const pictureEncoding: readonly string[] = ['-frames:v', '1', '-q:v', '3', '-f', 'mjpeg'];

export interface DrawingOptions {
  /** Before the inputs. */
  readonly global: readonly string[];
  /** For the decoder of every video. */
  readonly head: readonly string[];
  readonly background: readonly string[];
  /** Of a clip with few frames none may be left out of a still: there would be nothing to show. */
  readonly bookend: readonly string[];
}

/** Slices of a filter cost more in waiting than they gain beside a coder that has work for every core. */
const oneFilterThread = ['-filter_complex_threads', '1'];
/** What the deblocking filter smooths is lost when the picture is shrunk to half its size. */
const noDeblocking = ['-skip_loop_filter', 'all'];

/** Frames that no other depends on: phones record none, other coders make every second frame one. */
const noSideFrames = ['-skip_frame', 'noref'];

/** Only of frames that no other is made from, so that nothing adds up; unseen where the picture is shrunk. */
const lessDeblocking = ['-skip_loop_filter', 'noref'];
/** Threads cost a fourteenth of the decoder's work, and the coder beside it has work for every core. */
const oneThread = ['-threads', '1'];
const largestForOneThread = 1920 * 1088;

export function decodingOptions(use: 'final' | 'preview' | 'still', plan: VideoPlan): DrawingOptions {
  const forClip = ({ width, height }: Size) => (width * height > largestForOneThread ? [] : oneThread);
  const head = forClip(plan.head);
  const background = plan.background ? forClip(plan.background.size) : [];
  const isSmall = headIsSmall(plan);
  const sparing = [...noDeblocking, ...noSideFrames];
  if (use === 'final') {
    return {
      global: oneFilterThread,
      head: [...head, ...(isSmall ? lessDeblocking : [])],
      background,
      bookend: [],
    };
  }
  if (use === 'preview') {
    return {
      global: oneFilterThread,
      head: [...head, ...(isSmall ? sparing : noDeblocking)],
      background: [...background, ...sparing],
      bookend: sparing,
    };
  }
  // A head has few key frames: much of it must be decoded for a late moment.
  return {
    global: oneFilterThread,
    head: [...oneThread, ...sparing],
    background: [...oneThread, ...sparing],
    bookend: [...oneThread, ...noDeblocking],
  };
}
