import type { FrameFormat } from '../../domain/ad/ad.ts';
import type { Size } from '../../domain/geometry.ts';
import { greyVideoArguments } from '../../platform/ffmpeg/grey-video.ts';

/**
 * Half of the picture stands still, so that macroblock-tree rate control pays although it is off at this speed; measured
 * against `veryfast` at 19: two thirds of the CPU, the same size, SSIM of the face 0.981 for 0.982.
 */
const videoEncoder = [
  ...['-c:v', 'libx264', '-preset', 'superfast', '-crf', '19.5', '-threads', '2'],
  ...['-x264-params', 'mbtree=1:rc-lookahead=10:scenecut=0:weightp=0'],
];

/**
 * A picture of one late moment is decoded from the key frame before it; twice as many would cost half as many bytes again.
 */
const keyframeEverySeconds = 4;

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
    ...videoEncoder,
    ...['-g', String(frame.framesPerSecond * keyframeEverySeconds)],
    ...['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709', '-color_range', 'tv'],
    ...['-c:a', 'aac', '-b:a', '160k', '-ac', '1', '-ar', '48000', '-t', durationSeconds.toFixed(6)],
    ...['-movflags', '+faststart', '-f', 'mp4', target],
  ];
}

/** Grey frames in, grey video out; levels stay as they are. */
export function matteArguments(size: Size, framesPerSecond: number, target: string): string[] {
  return greyVideoArguments(size, framesPerSecond, framesPerSecond * keyframeEverySeconds, target);
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
