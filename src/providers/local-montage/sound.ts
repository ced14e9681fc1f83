import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { JoinPlan } from '../../domain/montage/join-plan.ts';
import { type Channel, soundRate } from '../../domain/montage/loudness.ts';
import type { BackgroundSound, MixRequest } from '../../domain/montage/mix.ts';
import { backgroundSeconds, type Timeline } from '../../domain/montage/timeline.ts';
import { untrustedInput } from '../../platform/ffmpeg/untrusted-input.ts';
import type { Place } from './measure.ts';
import type { StagedVideo } from './staged-video.ts';
import type { BackgroundPlan } from '../../domain/montage/video-plan.ts';

export type Stereo = readonly [Channel, Channel];

export interface BodySoundRequest {
  readonly speech: StagedVideo;
  readonly timeline: Timeline;
  readonly join: JoinPlan;
  /** Absent when there is none or it is silent. */
  readonly background?: { readonly file: StagedVideo; readonly plan: BackgroundPlan };
}

const speechFile = 'speech.f32';
const backgroundFile = 'background.f32';
const clipFile = 'clip.f32';
const mixFile = 'mix.wav';
const soundTimeoutMs = 60_000;
const raw = ['-ar', String(soundRate), '-f', 'f32le', '-y'];

/** The speech and its background, as they are. */
export async function readBodySound(place: Place, request: BodySoundRequest): Promise<MixRequest> {
  await decodeBody(place, request);
  const speech = await readChannel(join(place.folder, speechFile));
  await nextTurn();
  const background = request.background && (await readBackground(place, request, request.background.plan));
  return {
    speech,
    durationSeconds: request.timeline.durationSeconds,
    ...(background && { background }),
  };
}

/** The first seconds of a clip's own sound. */
export async function clipSound(place: Place, file: StagedVideo, seconds: number): Promise<Stereo> {
  const { ffmpeg, folder, signal } = place;
  const cut = ['-map', '0:a:0', '-ac', '2', '-t', seconds.toFixed(6)];
  const args = [...untrustedInput(file), ...cut, ...raw, clipFile];
  await ffmpeg.run({ args, cwd: folder, signal, timeoutMs: soundTimeoutMs });
  return await readStereo(join(folder, clipFile));
}

/** Left and right of a file of raw samples. */
export async function readStereo(path: string): Promise<Stereo> {
  return separate(await readChannel(path));
}

/** Writes the clip's finished sound as a WAV file into the folder and names it. */
export async function writeSound({ folder }: Place, [left, right]: Stereo): Promise<string> {
  await writeFile(join(folder, mixFile), wavFile(left, right));
  return mixFile;
}

async function decodeBody(
  { ffmpeg, folder, signal }: Place,
  { speech, timeline, background }: BodySoundRequest,
): Promise<void> {
  const args = [...untrustedInput(speech)];
  if (background) args.push(...untrustedInput(background.file));
  args.push('-map', '0:a:0', '-ac', '1', ...raw, speechFile);
  if (background) {
    const { fit, durationSeconds } = background.plan;
    const needed = fit.kind === 'loop' ? durationSeconds : backgroundSeconds(timeline);
    const tempo = fit.kind === 'stretch' ? ['-af', `atempo=${(1 / fit.factor).toFixed(6)}`] : [];
    args.push('-map', '1:a:0', ...tempo, '-ac', '2', '-t', needed.toFixed(6), ...raw, backgroundFile);
  }
  await ffmpeg.run({ args, cwd: folder, signal, timeoutMs: soundTimeoutMs });
}

async function readBackground(
  { folder }: Place,
  { timeline, join: joined }: BodySoundRequest,
  plan: BackgroundPlan,
): Promise<BackgroundSound> {
  const startSeconds = timeline.headAloneSeconds;
  const afterIntro = startSeconds === 0 ? (joined.intro?.fadeSeconds ?? 0) : 0;
  return {
    channels: await readStereo(join(folder, backgroundFile)),
    startSeconds,
    fadeInSeconds: Math.max(timeline.fadeSeconds, afterIntro),
    ...(joined.outro && { fadeOutSeconds: joined.outro.fadeSeconds }),
    ...(plan.round && { round: plan.round }),
  };
}

async function readChannel(path: string): Promise<Channel> {
  const bytes = await readFile(path);
  const samples = new Float32Array(Math.floor(bytes.length / 4));
  Buffer.from(samples.buffer).set(bytes.subarray(0, samples.length * 4));
  return samples;
}

function separate(interleaved: Channel): Stereo {
  const every = (offset: number) => {
    const channel = new Float32Array(interleaved.length / 2);
    for (let index = 0; index < channel.length; index++)
      channel[index] = interleaved[index * 2 + offset] ?? 0;
    return channel;
  };
  return [every(0), every(1)];
}

const wavHeaderBytes = 44;
const wavFloatFormat = 3;

/** Stereo, 32-bit float, so that nothing is rounded before the coder. */
function wavFile(left: Channel, right: Channel): Buffer {
  const dataBytes = left.length * 8;
  const file = Buffer.alloc(wavHeaderBytes + dataBytes);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(wavHeaderBytes - 8 + dataBytes, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(wavFloatFormat, 20);
  file.writeUInt16LE(2, 22);
  file.writeUInt32LE(soundRate, 24);
  file.writeUInt32LE(soundRate * 8, 28);
  file.writeUInt16LE(8, 32);
  file.writeUInt16LE(32, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(dataBytes, 40);
  const samples = new Float32Array(left.length * 2);
  for (let index = 0; index < left.length; index++) {
    samples[index * 2] = left[index] ?? 0;
    samples[index * 2 + 1] = right[index] ?? 0;
  }
  file.set(new Uint8Array(samples.buffer), wavHeaderBytes);
  return file;
}
