import type { MediaProbe } from '../../domain/media/media-probe.ts';
import { type FoundKind, mediaProblem } from '../../domain/media/media-problem.ts';
import { AppError } from '../../kernel/errors.ts';
import type { FoundContent } from './container-magic.ts';
import type { MediaFacts, VideoFacts } from '../../platform/media/media-facts.ts';

export const mediaLimits = {
  longestSeconds: 3600,
  /** Per side as coded. */
  smallestSide: 16,
  /** 4096 × 4096: what the decoder is allowed, too. */
  mostPixels: 16_777_216,
  mostFramesPerSecond: 240,
} as const;

type Details = Readonly<Record<string, string | number>>;

const allowedContainers = 'MP4, MOV and WebM videos are accepted';
const howToConvert = 'convert it first, for example with HandBrake or with: ffmpeg -i input output.mp4';
const videoCodecs: readonly string[] = ['avc', 'hevc', 'vp8', 'vp9', 'av1', 'prores'];
const audioCodecs: readonly string[] = [
  'aac',
  'mp3',
  'opus',
  'vorbis',
  'flac',
  'pcm-s16',
  'pcm-s16be',
  'pcm-s24',
  'pcm-f32',
  'pcm-u8',
];
const rotations = [0, 90, 180, 270] as const;

export function refuse(message: string, details: Details, cause?: unknown): AppError {
  return new AppError('invalid-media', message, { details, ...(cause !== undefined && { cause }) });
}

/** The container that the first bytes promise, or a refusal that says what the file is. */
export function acceptedContainer(content: FoundContent): MediaProbe['container'] {
  if (content.kind !== 'other') return content.kind;
  const advice =
    /video|stream/.test(content.is) && !/not a video/.test(content.is) ? `; ${howToConvert}` : '';
  throw refuse(`The file is ${content.is}; ${allowedContainers}${advice}.`, {
    ...foundOther(content.what),
    found: content.is,
  });
}

const otherVideos: readonly FoundKind[] = ['avi', 'mkv', 'wmv', 'flv', 'mpeg'];

function foundOther(kind: FoundKind): Details {
  if (kind === 'empty') return mediaProblem('empty', {});
  return mediaProblem(otherVideos.includes(kind) ? 'container' : 'not-a-video', { kind });
}

export function judgeMedia(container: MediaProbe['container'], facts: MediaFacts): MediaProbe {
  const { video } = facts;
  if (!video) {
    const found = facts.hasAudioTrack ? 'only sound' : 'no video track';
    throw refuse(`The file holds ${found}; a video with a picture is needed.`, {
      // Neither picture nor sound is what a file without its end looks like.
      ...mediaProblem(facts.hasAudioTrack ? 'only-sound' : 'broken', {}),
      found,
    });
  }
  judgeCodec(video);
  judgeSize(video);
  judgeTime(video);
  if (!video.isWhole)
    throw refuse(
      'The video is cut off before its end; send the whole file again.',
      mediaProblem('cut-off', {}),
    );
  return {
    container,
    durationSeconds: video.durationSeconds,
    size: { width: Math.round(video.displayWidth), height: Math.round(video.displayHeight) },
    rotation: rotations.find((rotation) => rotation === video.rotation) ?? 0,
    videoCodec: video.codec ?? '',
    framesPerSecond: video.framesPerSecond,
    highDynamicRange: video.highDynamicRange,
    hasAudio: facts.audioCodec !== undefined && audioCodecs.includes(facts.audioCodec),
  };
}

function judgeCodec({ codec }: VideoFacts): void {
  if (codec !== undefined && videoCodecs.includes(codec)) return;
  const found = codec ?? 'an unknown codec';
  throw refuse(
    `The video is coded as ${found}; H.264, HEVC, VP8, VP9, AV1 and ProRes are accepted; ${howToConvert}.`,
    mediaProblem('codec', { found }),
  );
}

function judgeSize(video: VideoFacts): void {
  const { smallestSide, mostPixels } = mediaLimits;
  const found = `${video.codedWidth}×${video.codedHeight}`;
  const sides = [video.codedWidth, video.codedHeight, video.displayWidth, video.displayHeight];
  if (sides.some((side) => !Number.isFinite(side) || side < smallestSide)) {
    throw refuse(
      `The picture is ${found} pixels; each side must have at least ${smallestSide}.`,
      mediaProblem('picture-too-small', { found, allowed: smallestSide }),
    );
  }
  const pixels = Math.max(video.codedWidth * video.codedHeight, video.displayWidth * video.displayHeight);
  if (pixels > mostPixels) {
    throw refuse(
      `The picture is ${found} pixels; at most ${mostPixels / 1e6} million pixels (such as 3840×2160) are accepted.`,
      mediaProblem('picture-too-large', { found, allowed: mostPixels }),
    );
  }
}

function judgeTime(video: VideoFacts): void {
  const { longestSeconds, mostFramesPerSecond } = mediaLimits;
  const seconds = video.durationSeconds;
  if (!Number.isFinite(seconds) || seconds <= 0 || video.packets === 0) {
    throw refuse(
      'The video has no pictures in it; one with a length above 0 seconds is needed.',
      mediaProblem('broken', {}),
    );
  }
  if (seconds > longestSeconds) {
    throw refuse(
      `The video claims to last ${Math.round(seconds)} seconds; at most ${longestSeconds} are accepted.`,
      mediaProblem('too-long', { found: Math.round(seconds), allowed: longestSeconds }),
    );
  }
  // One picture has no rate.
  if (video.packets > 1 && !(video.framesPerSecond > 0 && video.framesPerSecond <= mostFramesPerSecond)) {
    throw refuse(
      `The video claims ${video.framesPerSecond} pictures a second; at most ${mostFramesPerSecond} are accepted.`,
      mediaProblem('frame-rate', { found: video.framesPerSecond, allowed: mostFramesPerSecond }),
    );
  }
}
