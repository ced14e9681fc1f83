import type { FrameFormat } from '../../domain/ad/ad.ts';

const telegramBytes = 50_000_000;
/** Of Telegram's limit: the rest is for the container and the coder's overshoot. */
const shareOfLimit = 0.9;
const audioBitsPerSecond = 160_000;
const highestBitsPerSecond = 16_000_000;
const keyframeEverySeconds = 2;

/** H.264 for every phone; never larger than what Telegram takes. */
export function videoEncoding(
  quality: 'final' | 'preview',
  frame: FrameFormat,
  durationSeconds: number,
): string[] {
  const room = (telegramBytes * 8 * shareOfLimit) / durationSeconds - audioBitsPerSecond;
  const most = Math.floor(Math.min(highestBitsPerSecond, room));
  const speed = quality === 'final' ? ['veryfast', '-crf', '21'] : ['ultrafast', '-crf', '26'];
  return [
    ...['-c:v', 'libx264', '-preset', ...speed, '-profile:v', 'high', '-pix_fmt', 'yuv420p'],
    ...['-maxrate', String(most), '-bufsize', String(most)],
    ...['-g', String(frame.framesPerSecond * keyframeEverySeconds), '-r', String(frame.framesPerSecond)],
    ...['-color_primaries', 'bt709', '-color_trc', 'bt709', '-colorspace', 'bt709', '-color_range', 'tv'],
  ];
}

export function soundEncoding(): string[] {
  return ['-c:a', 'aac', '-b:a', String(audioBitsPerSecond), '-ar', '48000', '-ac', '2'];
}
