import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { missingGlyphsWarnings } from '../../domain/subtitles/missing-glyphs.ts';
import { AppError, isAppError } from '../../kernel/errors.ts';
import type { Ffmpeg } from '../../platform/ffmpeg/ffmpeg.ts';
import { throwIfCancelled } from '../../platform/process/throw-if-cancelled.ts';
import type { MontagePort, MontageRequest, MontageResult } from '../../ports/montage.ts';
import type { MontageLayersPort } from '../../ports/montage-layers.ts';
import { makeSound } from './clip-sound.ts';
import { appendDisclosureTag, disclosureComment } from './disclosure-tag.ts';
import {
  decodingOptions,
  isSmallSource,
  mostBitsPerSecond,
  mostClipBytes,
  pictureEncoding,
  soundEncoding,
  videoEncoding,
} from './encoding.ts';
import { finishClip } from './finish-clip.ts';
import { prepareLayers } from './layers.ts';
import { createKnownShapes } from './known-shapes.ts';
import { drawRound } from './loop-round.ts';
import { coverAndLoudness } from './measure.ts';
import { type PreparedVideo, placeOf, prepareVideo, type Workplace } from './prepare.ts';
import { drawVideo } from './video-command.ts';
import { isCircle, sourceTypeOf } from '../../domain/montage/video-plan.ts';

export interface LocalMontageOptions {
  readonly ffmpeg: Ffmpeg;
  /** The product's own assets; `fonts/` is read from it. */
  readonly assetsFolder: string;
  /** Telegram's limit for bots unless it is given: no finished clip is larger. */
  readonly sentBytes?: number;
}

/** Montage by ffmpeg on this machine: the sound first, then one pass over the picture. */
export function createLocalMontage(given: LocalMontageOptions): MontagePort {
  const options = { ...given, shapes: createKnownShapes() };
  return {
    adapter: { name: 'local-montage', version: '11', kind: 'local' },
    start: async (request, context) => ({
      status: 'completed',
      result: await render({ ...options, request, context }),
    }),
    status: async () => {
      throw new AppError(
        'not-found',
        'Local montage is finished when it is started; it has no operations to ask for.',
      );
    },
    still: (request, atSeconds, context) => renderStill({ ...options, request, context }, atSeconds),
  };
}

/** The same craft for those that render elsewhere. */
export function createLocalLayers(given: LocalMontageOptions): MontageLayersPort {
  const options = { ...given, shapes: createKnownShapes() };
  return {
    prepare: (request, limits, context) => prepareLayers({ ...options, request, context }, limits),
    finish: (clip, context) => finishClip({ ffmpeg: options.ffmpeg, clip, context }),
  };
}

const clipFile = 'clip.mp4';
const coverFile = 'cover.jpg';
const stillFile = 'still.jpg';
/** A laptop renders a second of video in one or two seconds; ten times that is a machine in trouble. */
const msPerSecondOfVideo = 20_000;
const leastTimeoutMs = 120_000;
/** Of the whole work, in CPU time. */
const soundShare = 0.05;
const pictureShare = 0.9;

async function render(place: Workplace): Promise<MontageResult> {
  throwIfCancelled(place.context.signal, 'The montage');
  place.context.reportProgress(0);
  const prepared = await prepareVideo(place);
  const sound = await makeSound(place, prepared);
  place.context.reportProgress(soundShare);
  await encode(place, await withRound(place, prepared), sound.file);
  return await finish(place, prepared, sound.warnings);
}

/** Where the background is looped, one round of it takes its place. */
async function withRound(place: Workplace, prepared: PreparedVideo): Promise<PreparedVideo> {
  const { plan, files } = prepared;
  if (!plan.background?.round || !files.background) return prepared;
  const { background: options } = decodingOptions(place.request.quality, plan);
  const drawn = await drawRound(placeOf(place), plan, plan.background, { video: files.background, options });
  if (!drawn) return prepared;
  return {
    ...prepared,
    plan: { ...plan, background: drawn.background },
    files: { ...files, background: drawn.file },
  };
}

async function encode(place: Workplace, prepared: PreparedVideo, sound: string): Promise<void> {
  const { request, context, sentBytes } = place;
  const most = mostBitsPerSecond(prepared.plan.join.totalSeconds, sentBytes);
  if (!isSmallSource(sourceBitsPerSecond(request), most)) {
    return await encodeOnce(place, prepared, sound, most);
  }
  await encodeOnce(place, prepared, sound, 'free');
  const { size } = await stat(join(context.workFolder, clipFile));
  if (size > mostClipBytes(sentBytes)) await encodeOnce(place, prepared, sound, most);
}

/** Of all that is shown, as if at once. */
function sourceBitsPerSecond({ head, background, intro, outro }: MontageRequest): number {
  const bits = (bytes: number, seconds: number) => (bytes * 8) / Math.max(seconds, 0.1);
  const clips = [background, intro, outro].flatMap((clip) => (clip ? [clip] : []));
  return clips.reduce(
    (sum, { video, probe }) => sum + bits(video.bytes, probe.durationSeconds),
    bits(head.video.bytes, head.durationSeconds),
  );
}

async function encodeOnce(
  place: Workplace,
  { plan, files }: PreparedVideo,
  sound: string,
  bitsPerSecond: number | 'free',
): Promise<void> {
  const { request, context, ffmpeg } = place;
  const durationSeconds = plan.join.totalSeconds;
  const window = { fromSeconds: 0, toSeconds: durationSeconds };
  const drawn = drawVideo(plan, files, window, decodingOptions(request.quality, plan));
  const args = [
    ...drawn.args,
    ...['-i', `file:${sound}`, '-map', '[v]', '-map', `${drawn.nextInput}:a`],
    ...videoEncoding(request.quality, plan.frame, bitsPerSecond),
    ...soundEncoding(request.quality),
    ...['-metadata', `comment=${disclosureComment}`, '-movflags', '+faststart', '-f', 'mp4', '-y', clipFile],
  ];
  try {
    await ffmpeg.run({
      args,
      cwd: context.workFolder,
      signal: context.signal,
      timeoutMs: Math.max(leastTimeoutMs, durationSeconds * msPerSecondOfVideo),
      durationSeconds,
      onProgress: (fraction) => context.reportProgress(soundShare + pictureShare * fraction),
    });
  } catch (error) {
    throw explained(error);
  }
}

/** Everything else that goes into the pass was made by this product; these came from outside. */
function explained(error: unknown): unknown {
  if (!isAppError(error, 'process-failed')) return error;
  if (/No space left/i.test(error.message)) {
    return new AppError('disk-full', 'The disk is full; the clip could not be written.', { cause: error });
  }
  if (/Error while decoding|Invalid data found|could not find codec/i.test(error.message)) {
    return new AppError(
      'invalid-media',
      'The background video, the intro or the outro is damaged and could not be read to its end.',
      {
        cause: error,
      },
    );
  }
  return error;
}

async function finish(
  place: Workplace,
  { plan, missingGlyphs }: PreparedVideo,
  warnings: readonly string[],
): Promise<MontageResult> {
  const { context } = place;
  const timeOf = plan.join;
  const videoPath = join(context.workFolder, clipFile);
  const loudness = await coverAndLoudness(placeOf(place), {
    clip: clipFile,
    cover: coverFile,
    frame: plan.frame,
    fromSeconds: timeOf.bodyStartSeconds + (timeOf.intro?.fadeSeconds ?? 0),
    durationSeconds: plan.timeline.durationSeconds,
  });
  await appendDisclosureTag(videoPath, sourceTypeOf(plan));
  context.reportProgress(1);
  return {
    videoPath,
    coverPath: join(context.workFolder, coverFile),
    size: { width: plan.frame.width, height: plan.frame.height },
    durationSeconds: timeOf.totalSeconds,
    speechStartSeconds: timeOf.bodyStartSeconds,
    bytes: (await stat(videoPath)).size,
    loudness,
    missingGlyphs,
    ...(plan.cut && isCircle(plan.cut) && { circleInFrame: plan.cut.at }),
    cost: { estimatedUsd: 0, actualUsd: 0 },
    warnings: [...warnings, ...missingGlyphsWarnings(missingGlyphs)],
  };
}

async function renderStill(place: Workplace, atSeconds: number): Promise<{ readonly picturePath: string }> {
  const { context, ffmpeg } = place;
  throwIfCancelled(context.signal, 'The picture of the clip');
  const { plan, files } = await prepareVideo(place);
  const frameSeconds = 1 / plan.frame.framesPerSecond;
  const last = Math.max(0, plan.join.totalSeconds - frameSeconds);
  const fromSeconds = Math.max(0, Math.min(atSeconds, last));
  const window = { fromSeconds, toSeconds: fromSeconds + frameSeconds };
  const { args } = drawVideo(plan, files, window, decodingOptions('still', plan));
  await ffmpeg.run({
    args: [...args, '-map', '[v]', ...pictureEncoding, '-y', stillFile],
    cwd: context.workFolder,
    signal: context.signal,
    timeoutMs: leastTimeoutMs,
  });
  return { picturePath: join(context.workFolder, stillFile) };
}
