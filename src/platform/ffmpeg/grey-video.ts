/**
 * Arguments that read raw grey frames from standard input into a small MP4; levels stay as they are. `size` must be even.
 * Whoever looks at a late moment decodes from the key frame before it.
 */
export function greyVideoArguments(
  { width, height }: { readonly width: number; readonly height: number },
  framesPerSecond: number,
  framesBetweenKeyFrames: number,
  target: string,
): string[] {
  return [
    '-y',
    ...['-f', 'rawvideo', '-pix_fmt', 'gray', '-video_size', `${width}x${height}`],
    ...['-framerate', String(framesPerSecond), '-i', 'pipe:0'],
    ...['-c:v', 'libx264', '-preset', 'superfast', '-crf', '18', '-threads', '1', '-pix_fmt', 'gray'],
    ...['-g', String(framesBetweenKeyFrames)],
    ...['-color_range', 'pc', '-movflags', '+faststart', '-f', 'mp4', target],
  ];
}
