import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { missingGlyphsWarnings } from '../../domain/subtitles/missing-glyphs.ts';
import { AppError, isAppError } from '../../kernel/errors.ts';
import type { Ffmpeg } from '../../platform/ffmpeg/ffmpeg.ts';
import { throwIfCancelled } from '../../platform/process/throw-if-cancelled.ts';
import type { MontagePort, MontageResult } from '../../ports/montage.ts';
import { appendDisclosureTag, disclosureComment } from './disclosure-tag.ts';
import { decodingOptions, pictureEncoding, soundEncoding, videoEncoding } from './encoding.ts';
import { coverAndLoudness } from './measure.ts';
import { type PreparedVideo, placeOf, prepareVideo, stage, type Workplace } from './prepare.ts';
import { makeSound } from './sound.ts';
import { drawVideo } from './video-command.ts';
import { headIsSmall, isCircle } from './video-plan.ts';

export interface LocalMontageOptions {
  readonly ffmpeg: Ffmpeg;
  /** The product's own assets; `fonts/` is read from it. */
  readonly assetsFolder: string;
}

/** Montage by ffmpeg on this machine: the sound first, then one pass over the picture. */
export function createLocalMontage(options: LocalMontageOptions): MontagePort {
  return {
    adapter: { name: 'local-montage', version: '7', kind: 'local' },
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
  const sound = await soundOf(place, prepared);
  place.context.reportProgress(soundShare);
  await encode(place, prepared, sound.file);
  return await finish(place, prepared, sound.warnings);
}

interface FinishedSound {
  readonly file: string;
  readonly warnings: readonly string[];
}

async function soundOf(place: Workplace, { plan, files }: PreparedVideo): Promise<FinishedSound> {
  const { request } = place;
  const speech = await stage(place, 'speech', request.speech.audio);
  const voiceAlone = { ...placeOf(place), speech, timeline: plan.timeline };
  const hasBed = request.background?.probe.hasAudio && files.background && plan.background;
  if (!hasBed) return { file: await makeSound(voiceAlone), warnings: [] };
  try {
    const background = { file: files.background, plan: plan.background };
    return { file: await makeSound({ ...voiceAlone, background }), warnings: [] };
  } catch (error) {
    if (!isAppError(error, 'process-failed')) throw error;
    // The voice that is left fails again if it was the voice.
    const warnings = ["The background's sound could not be read; the clip has the voice alone."];
    return { file: await makeSound(voiceAlone), warnings };
  }
}

async function encode(place: Workplace, { plan, files }: PreparedVideo, sound: string): Promise<void> {
  const { request, context, ffmpeg } = place;
  const { durationSeconds } = plan.timeline;
  const window = { fromSeconds: 0, toSeconds: durationSeconds };
  const drawn = drawVideo(plan, files, window, decodingOptions(request.quality, headIsSmall(plan)));
  const args = [
    ...drawn.args,
    ...['-i', `file:${sound}`, '-map', '[v]', '-map', `${drawn.nextInput}:a`],
    ...videoEncoding(request.quality, plan.frame, durationSeconds),
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

/** Everything else that goes into the pass was made or looked at by this product; the background came from outside. */
function explained(error: unknown): unknown {
  if (!isAppError(error, 'process-failed')) return error;
  if (/No space left/i.test(error.message)) {
    return new AppError('disk-full', 'The disk is full; the clip could not be written.', { cause: error });
  }
  if (/Error while decoding|Invalid data found|could not find codec/i.test(error.message)) {
    return new AppError(
      'invalid-media',
      'The background video is damaged and could not be read to its end.',
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
  const { request, context } = place;
  const videoPath = join(context.workFolder, clipFile);
  const loudness = await coverAndLoudness(placeOf(place), {
    clip: clipFile,
    cover: coverFile,
    frame: plan.frame,
    durationSeconds: plan.timeline.durationSeconds,
  });
  await appendDisclosureTag(videoPath, plan.background ? 'compositeSynthetic' : 'trainedAlgorithmicMedia');
  context.reportProgress(1);
  return {
    videoPath,
    coverPath: join(context.workFolder, coverFile),
    size: { width: plan.frame.width, height: plan.frame.height },
    durationSeconds: request.speech.durationSeconds,
    bytes: (await stat(videoPath)).size,
    loudness,
    missingGlyphs,
    ...(plan.cut && isCircle(plan.cut) && { circleInFrame: plan.cut.at }),
    cost: { estimatedUsd: 0, actualUsd: 0 },
    warnings: [...warnings, ...missingGlyphsWarnings(missingGlyphs)],
  };
}

async function renderStill(place: Workplace, atSeconds: number): Promise<{ readonly picturePath: string }> {
  const { context, request, ffmpeg } = place;
  throwIfCancelled(context.signal, 'The picture of the clip');
  const { plan, files } = await prepareVideo(place);
  const frameSeconds = 1 / plan.frame.framesPerSecond;
  const last = Math.max(0, request.speech.durationSeconds - frameSeconds);
  const fromSeconds = Math.max(0, Math.min(atSeconds, last));
  const window = { fromSeconds, toSeconds: fromSeconds + frameSeconds };
  const { args } = drawVideo(plan, files, window, decodingOptions('still', headIsSmall(plan)));
  await ffmpeg.run({
    args: [...args, '-map', '[v]', ...pictureEncoding, '-y', stillFile],
    cwd: context.workFolder,
    signal: context.signal,
    timeoutMs: leastTimeoutMs,
  });
  return { picturePath: join(context.workFolder, stillFile) };
}
