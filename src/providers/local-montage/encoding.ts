import { availableParallelism } from 'node:os';
import type { FrameFormat } from '../../domain/ad/ad.ts';
import type { Size } from '../../domain/geometry.ts';
import { headIsSmall, type VideoPlan } from '../../domain/montage/video-plan.ts';

const telegramBytes = 50_000_000;
/** Of Telegram's limit: the rest is for the container and the coder's overshoot. */
const shareOfLimit = 0.9;
/** A picture that came finished may have this much. */
export const mostClipBytes = telegramBytes * shareOfLimit;
const audioBitsPerSecond = 160_000;
const highestBitsPerSecond = 16_000_000;
const keyframeEverySeconds = 2;

/** A picture of so few bits, for a second, is not coded with more than may be. */
export function isSmallSource(bitsPerSecond: number, durationSeconds: number): boolean {
  return bitsPerSecond < mostBitsPerSecond(durationSeconds) / 3;
}

function mostBitsPerSecond(durationSeconds: number): number {
  const room = (telegramBytes * 8 * shareOfLimit) / durationSeconds - audioBitsPerSecond;
  return Math.floor(Math.min(highestBitsPerSecond, room));
}

/**
 * H.264 for every phone. 'limited' is never larger than what Telegram takes; to keep to it costs the coder a twentieth
 * of its work.
 */
export function videoEncoding(
  quality: 'final' | 'preview',
  frame: FrameFormat,
  durationSeconds: number,
  bits: 'limited' | 'free' = 'limited',
): string[] {
  const most = String(mostBitsPerSecond(durationSeconds));
  const speed = quality === 'final' ? ['veryfast', '-crf', '21'] : ['ultrafast', '-crf', '26'];
  return [
    ...['-c:v', 'libx264', '-preset', ...speed, '-profile:v', 'high', '-pix_fmt', 'yuv420p'],
    // The coder's own choice is half as many again, which costs 4 % more work and gains nothing beside the decoders.
    ...['-threads', String(availableParallelism())],
    ...(bits === 'limited' ? ['-maxrate', most, '-bufsize', most] : []),
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
