import type { FrameFormat } from '../../domain/ad/ad.ts';
import type { Size } from '../../domain/geometry.ts';

/** Arguments that read frames from standard input and the speech from a file. Pure. */
export function videoArguments(
  frame: FrameFormat,
  audioPath: string,
  durationSeconds: number,
  target: string,
): string[] {
  return [
    '-y',
    ...['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-video_size', `${frame.width}x${frame.height}`],
    ...['-framerate', String(frame.framesPerSecond), '-i', 'pipe:0'],
    ...['-protocol_whitelist', 'file', '-i', audioPath],
    ...['-map', '0:v:0', '-map', '1:a:0'],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '19', '-threads', '2'],
    ...['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709', '-color_range', 'tv'],
    ...['-c:a', 'aac', '-b:a', '160k', '-ac', '1', '-ar', '48000', '-t', durationSeconds.toFixed(6)],
    ...['-movflags', '+faststart', '-f', 'mp4', target],
  ];
}

/** Grey frames in, grey video out; levels stay as they are. */
export function matteArguments(size: Size, framesPerSecond: number, target: string): string[] {
  return [
    '-y',
    ...['-f', 'rawvideo', '-pix_fmt', 'gray', '-video_size', `${size.width}x${size.height}`],
    ...['-framerate', String(framesPerSecond), '-i', 'pipe:0'],
    ...['-c:v', 'libx264', '-preset', 'superfast', '-crf', '18', '-threads', '1', '-pix_fmt', 'gray'],
    ...['-color_range', 'pc', '-movflags', '+faststart', '-f', 'mp4', target],
  ];
}

/** The speech as 16-bit mono at `rate` samples a second, on standard output. */
export function samplesArguments(audioPath: string, rate: number): string[] {
  return [
    '-protocol_whitelist',
    'file,pipe',
    '-i',
    audioPath,
    '-vn',
    '-ac',
    '1',
    '-ar',
    String(rate),
    '-f',
    's16le',
    'pipe:1',
  ];
}
