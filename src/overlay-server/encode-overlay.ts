import type { Size } from '../domain/geometry.ts';
import { untrustedInput } from '../platform/ffmpeg/untrusted-input.ts';

export const overlayFramesPerSecond = 25;

/** ffmpeg's names of the coders that write alpha. */
export const alphaCoders = { webm: 'libvpx-vp9', mov: 'prores_ks' } as const;

/** Where the alpha comes from: a grey video in the working folder, or grey frames of the video's size on standard input. */
export type AlphaSource = { readonly matte: string } | { readonly frames: Size };

export interface OverlayEncoding {
  readonly video: { readonly name: string; readonly mime: string };
  readonly alpha: AlphaSource;
  readonly size: Size;
  readonly durationSeconds: number;
  readonly container: 'webm' | 'mov';
  readonly target: string;
}

/** A coded matte is never quite black beside the person, nor quite white in it. */
const withoutHaze = "lut=c0='clip((val-16)*1.14,0,255)'";

/** The video with its alpha channel, without sound: straight alpha, in step with the video frame by frame. */
export function encodingArguments(encoding: OverlayEncoding): string[] {
  const { video, alpha, size, durationSeconds, container, target } = encoding;
  const scale = `scale=${size.width}:${size.height}`;
  const grey =
    'matte' in alpha ? `fps=${overlayFramesPerSecond},${scale},format=gray,${withoutHaze}` : 'format=gray';
  const frames = Math.max(1, Math.round(durationSeconds * overlayFramesPerSecond));
  const graph = [
    `[0:v]fps=${overlayFramesPerSecond}:start_time=0,tpad=stop_mode=clone:stop=2,${scale},format=${pixels[container].colour}[colour]`,
    `[1:v]${grey}[alpha]`,
    `[colour][alpha]alphamerge,setsar=1,trim=end_frame=${frames},format=${pixels[container].coded}[v]`,
  ].join(';');
  return [
    ...untrustedInput(video),
    ...alphaInput(alpha),
    ...['-filter_complex', graph, '-map', '[v]', '-an', '-sn'],
    ...coding[container],
    ...['-map_metadata', '-1', '-y', target],
  ];
}

const pixels = {
  webm: { colour: 'yuva420p', coded: 'yuva420p' },
  mov: { colour: 'yuva444p', coded: 'yuva444p10le' },
} as const;

/** Key frames every second, so that whoever looks into the middle of it need not read it from its beginning. */
const coding = {
  webm: [
    ...['-c:v', alphaCoders.webm, '-deadline', 'realtime', '-cpu-used', '8', '-row-mt', '1'],
    ...['-b:v', '0', '-crf', '26', '-auto-alt-ref', '0', '-g', String(overlayFramesPerSecond), '-f', 'webm'],
  ],
  mov: [
    ...['-c:v', alphaCoders.mov, '-profile:v', '4444', '-alpha_bits', '8', '-vendor', 'apl0'],
    ...['-qscale:v', '13', '-f', 'mov'],
  ],
} as const;

function alphaInput(alpha: AlphaSource): string[] {
  if ('matte' in alpha) return ['-i', `file:${alpha.matte}`];
  const { width, height } = alpha.frames;
  return [
    ...['-f', 'rawvideo', '-pix_fmt', 'gray', '-video_size', `${width}x${height}`],
    ...['-framerate', String(overlayFramesPerSecond), '-i', 'pipe:0'],
  ];
}
