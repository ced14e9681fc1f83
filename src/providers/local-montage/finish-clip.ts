import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { cutTo, loudnessTarget, master } from '../../domain/montage/mix.ts';
import {
  type Channel,
  gainOf,
  integratedLoudness,
  silenceLufs,
  soundRate,
} from '../../domain/montage/loudness.ts';
import { AppError, isAppError } from '../../kernel/errors.ts';
import type { Ffmpeg } from '../../platform/ffmpeg/ffmpeg.ts';
import { stageInput, untrustedInput } from '../../platform/ffmpeg/untrusted-input.ts';
import { readMediaFacts } from '../../platform/media/read-media-facts.ts';
import type { FinishedClip, ForeignClip } from '../../ports/montage-layers.ts';
import type { WorkContext } from '../../ports/work.ts';
import { appendDisclosureTag, disclosureComment } from './disclosure-tag.ts';
import { mostBitsPerSecond, mostClipBytes, soundEncoding, videoEncoding } from './encoding.ts';
import { coverAndLoudness } from './measure.ts';
import { readStereo, type Stereo, writeSound } from './sound.ts';

export interface Finishing {
  readonly ffmpeg: Ffmpeg;
  readonly clip: ForeignClip;
  readonly context: WorkContext;
}

const files = {
  foreign: 'foreign',
  picture: 'picture.mp4',
  sound: 'foreign.f32',
  clip: 'clip.mp4',
  cover: 'cover.jpg',
} as const;
const leastTimeoutMs = 120_000;
const msPerSecondOfVideo = 20_000;
/** A renderer's sound may be a frame of its coder longer or shorter. */
const durationToleranceSeconds = 0.15;
const rateTolerance = 0.5;
/** Nearer to the target it is left as it came: coding it once more would cost more than it gives. */
const loudnessToleranceLu = 0.3;

export async function finishClip(finishing: Finishing): Promise<FinishedClip> {
  const { clip, context } = finishing;
  await stageInput(context.workFolder, files.foreign, clip.path);
  await checkFormat(finishing);
  const isTagged = await takeApart(finishing);
  const sound = await finishedSound(finishing);
  await putTogether(finishing, sound, isTagged);
  const loudness = await coverAndLoudness(placeOf(finishing), {
    clip: files.clip,
    cover: files.cover,
    frame: clip.frame,
    fromSeconds: clip.bodyFromSeconds,
    durationSeconds: clip.bodySeconds,
  });
  const videoPath = join(context.workFolder, files.clip);
  await appendDisclosureTag(videoPath, clip.sourceType);
  const { size: bytes } = await stat(videoPath);
  return { videoPath, coverPath: join(context.workFolder, files.cover), bytes, loudness };
}

const placeOf = ({ ffmpeg, context }: Finishing) => ({
  ffmpeg,
  folder: context.workFolder,
  signal: context.signal,
});

const timeoutOf = ({ totalSeconds }: ForeignClip) =>
  Math.max(leastTimeoutMs, totalSeconds * msPerSecondOfVideo);

function unusable(problem: string, found: string, cause?: unknown): AppError {
  return new AppError('provider-answer-unusable', `The rendered clip can't be used: ${found}.`, {
    details: { problem },
    cause,
  });
}

async function checkFormat({ clip, context }: Finishing): Promise<void> {
  const answer = await readMediaFacts(clip.path, context.signal);
  if (!('facts' in answer)) throw unusable('damaged', 'it is no readable video');
  const { video, hasAudioTrack } = answer.facts;
  if (!video && !hasAudioTrack) throw unusable('damaged', 'nothing is in it');
  if (!video || !hasAudioTrack) throw unusable('other-format', 'it lacks its picture or its sound');
  const { displayWidth, displayHeight, framesPerSecond, codec, durationSeconds, isWhole } = video;
  const { width, height, framesPerSecond: rate } = clip.frame;
  if (!isWhole) throw unusable('damaged', 'its last picture is missing');
  if (codec !== 'avc' || displayWidth !== width || displayHeight !== height) {
    throw unusable(
      'other-format',
      `it is ${codec ?? 'of an unknown codec'}, ${displayWidth}×${displayHeight}; it must be avc, ${width}×${height}`,
    );
  }
  if (Math.abs(framesPerSecond - rate) > rateTolerance) {
    throw unusable('other-format', `it has ${framesPerSecond.toFixed(2)} frames per second, not ${rate}`);
  }
  if (Math.abs(durationSeconds - clip.totalSeconds) > durationToleranceSeconds) {
    throw unusable(
      'other-length',
      `it lasts ${durationSeconds.toFixed(2)} s, not ${clip.totalSeconds.toFixed(2)} s`,
    );
  }
}

/** The picture as it came and the sound as samples; whether the picture says how its colours are meant. */
async function takeApart(finishing: Finishing): Promise<boolean> {
  const { ffmpeg, clip, context } = finishing;
  const args = [
    ...untrustedInput({ name: files.foreign, mime: 'video/mp4', options: ['-xerror'] }),
    ...['-map', '0:v:0', '-c:v', 'copy', '-an', '-f', 'mp4', '-y', files.picture],
    ...['-map', '0:a:0', '-vn', '-af', 'aresample=async=1:first_pts=0', '-ac', '2', '-ar', String(soundRate)],
    ...['-f', 'f32le', '-y', files.sound],
  ];
  const run = { args, cwd: context.workFolder, signal: context.signal, timeoutMs: timeoutOf(clip) };
  try {
    const { errorTail } = await ffmpeg.run({ ...run, logLevel: 'info' });
    return /Video: h264[^\n]*\b(?:bt709|bt470bg|smpte170m|bt2020\w*)\b/.test(errorTail);
  } catch (error) {
    if (!isAppError(error, 'process-failed')) throw error;
    throw unusable('damaged', 'it could not be read to its end', error);
  }
}

/** At the target loudness, as a file; nothing where it is there already. */
async function finishedSound(finishing: Finishing): Promise<string | undefined> {
  const { clip, context } = finishing;
  const read = await readStereo(join(context.workFolder, files.sound));
  const length = Math.round(clip.totalSeconds * soundRate);
  const whole: Stereo = [cutTo(read[0], length), cutTo(read[1], length)];
  if (isAtTarget(whole)) return undefined;
  const [left = whole[0], right = whole[1]] = master(whole);
  return await writeSound(placeOf(finishing), [left, right]);
}

function isAtTarget(channels: Stereo): boolean {
  const loudness = integratedLoudness(channels);
  if (loudness <= silenceLufs) return true;
  const isLoudEnough = Math.abs(loudness - loudnessTarget.integratedLufs) <= loudnessToleranceLu;
  return isLoudEnough && highestSample(channels) < gainOf(loudnessTarget.truePeakDb - 0.5);
}

function highestSample(channels: readonly Channel[]): number {
  return channels.reduce(
    (most, channel) => channel.reduce((highest, sample) => Math.max(highest, Math.abs(sample)), most),
    0,
  );
}

async function putTogether(
  finishing: Finishing,
  sound: string | undefined,
  isTagged: boolean,
): Promise<void> {
  const { ffmpeg, clip, context } = finishing;
  const { size: bytes } = await stat(join(context.workFolder, files.picture));
  const colours = 'h264_metadata=colour_primaries=1:transfer_characteristics=1:matrix_coefficients=1';
  const kept = ['-c:v', 'copy', ...(isTagged ? [] : ['-bsf:v', colours])];
  const picture =
    bytes > mostClipBytes() ? videoEncoding('final', clip.frame, mostBitsPerSecond(clip.totalSeconds)) : kept;
  const args = [
    ...['-i', `file:${files.picture}`],
    ...(sound === undefined
      ? untrustedInput({ name: files.foreign, mime: 'video/mp4' })
      : ['-i', `file:${sound}`]),
    ...['-map', '0:v:0', '-map', '1:a:0', ...picture],
    ...(sound === undefined ? ['-c:a', 'copy'] : soundEncoding('final')),
    ...['-map_metadata', '-1', '-metadata', `comment=${disclosureComment}`],
    ...['-movflags', '+faststart', '-f', 'mp4', '-y', files.clip],
  ];
  await ffmpeg.run({ args, cwd: context.workFolder, signal: context.signal, timeoutMs: timeoutOf(clip) });
}
