import { mkdir, mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type FrameFormat, frameOfAspect } from '../../src/domain/ad/ad.ts';
import type { SpeechTrack } from '../../src/domain/speech/speech.ts';
import { cuesFromSpeech } from '../../src/domain/subtitles/cues-from-speech.ts';
import { readConfig } from '../../src/platform/config/read-config.ts';
import type { Ffmpeg } from '../../src/platform/ffmpeg/ffmpeg.ts';
import { resolveFfmpeg } from '../../src/platform/ffmpeg/resolve-ffmpeg.ts';
import { sha256OfFile } from '../../src/platform/files/sha256.ts';
import { silentLog } from '../../src/platform/log/log.ts';
import type { MontageRequest } from '../../src/ports/montage.ts';
import type { HeadClip, Overlay, OverlayRequest } from '../../src/ports/overlay.ts';
import type { InputFile, SlowWork, WorkContext } from '../../src/ports/work.ts';
import { createLocalFaceAnalysis } from '../../src/providers/local-face/provider.ts';
import { createLocalHead } from '../../src/providers/local-head/provider.ts';
import { createLocalMontage } from '../../src/providers/local-montage/provider.ts';
import { createLocalOverlay } from '../../src/providers/local-overlay/provider.ts';
import { createLocalSpeech } from '../../src/providers/local-speech/provider.ts';
import { loadCast } from '../../src/store/cast.ts';
import type { GoldenItem } from '../quality/golden-set.ts';
import type { SubjectTasks } from './bench.ts';
import { treeCpuSeconds } from './cpu-seconds.ts';
import { benchMontage } from './montage-bench.ts';
import { makeBackground } from './montage-inputs.ts';

export const assetsFolder = fileURLToPath(new URL('../../assets', import.meta.url));
const headFrame: FrameFormat = { width: 1080, height: 1920, framesPerSecond: 25 };

type Task = SubjectTasks;

/** What `prepare` leaves in its folder for the tasks that follow in other processes. */
export interface Prepared {
  readonly head: HeadClip;
  readonly audio: InputFile;
  readonly track: SpeechTrack;
  readonly background: NonNullable<MontageRequest['background']>;
}

export async function animate({
  item,
  frame,
  folder,
}: Task['head']['request']): Promise<Task['head']['answer']> {
  const { head } = await speakAndAnimate(await ownFfmpeg(), item, frame, folder);
  return { videoSeconds: head.durationSeconds };
}

export async function prepare({
  item,
  folder,
}: Task['prepare']['request']): Promise<Task['prepare']['answer']> {
  const ffmpeg = await ownFfmpeg();
  const spoken = await speakAndAnimate(ffmpeg, item, headFrame, folder);
  const { durationSeconds } = spoken.head;
  const background = await makeBackground({ ffmpeg, folder, durationSeconds, kind: 'plain' });
  const prepared: Prepared = { ...spoken, background };
  await writeFile(join(folder, 'prepared.json'), JSON.stringify(prepared));
  return { videoSeconds: durationSeconds };
}

export async function montage(request: Task['montage']['request']): Promise<Task['montage']['answer']> {
  const { folder, shape, foreign } = request;
  const prepared = await readPrepared(folder);
  const { matte: _, ...unmatted } = prepared.head;
  const head: HeadClip = foreign ? unmatted : prepared.head;
  const context = await contextIn(folder);
  const overlay = await overlayOf({ head, shape, circle: 'auto' }, folder);
  const montages = createLocalMontage({ ffmpeg: await ownFfmpeg(), assetsFolder });
  const layers: Pick<MontageRequest, 'template' | 'overlay'> =
    overlay.kind === 'circle'
      ? { template: 'circle', overlay }
      : { template: 'overlay', overlay: await matteInput(overlay) };
  const made = finished(await montages.start({ ...baseRequest(prepared), head, ...layers }, context));
  return { videoSeconds: made.durationSeconds };
}

export async function montages({
  folder,
  runs,
}: Task['montages']['request']): Promise<Task['montages']['answer']> {
  await mkdir(folder, { recursive: true });
  const ffmpeg = await ownFfmpeg();
  const montage = createLocalMontage({ ffmpeg, assetsFolder });
  return { rows: await benchMontage({ ffmpeg, montage, assetsFolder, folder, runs }) };
}

export async function preview({ folder }: Task['preview']['request']): Promise<Task['preview']['answer']> {
  const { request, montages, context } = await circleMontage(folder, 'preview');
  const before = treeCpuSeconds();
  const made = finished(await montages.start(request, context));
  return { videoSeconds: made.durationSeconds, cpuSeconds: treeCpuSeconds() - before };
}

async function circleMontage(folder: string, quality: MontageRequest['quality']) {
  const prepared = await readPrepared(folder);
  const context = await contextIn(folder);
  const { head } = prepared;
  const overlay = await overlayOf({ head, shape: 'circle', circle: 'auto' }, folder);
  if (overlay.kind !== 'circle') throw new Error('a circle was asked for');
  const request: MontageRequest = { ...baseRequest(prepared), quality, template: 'circle', overlay };
  return { request, context, montages: createLocalMontage({ ffmpeg: await ownFfmpeg(), assetsFolder }) };
}

async function overlayOf(request: OverlayRequest, folder: string): Promise<Overlay> {
  const ffmpeg = await ownFfmpeg();
  const faceAnalysis = createLocalFaceAnalysis({ modelsFolder: join(assetsFolder, 'models'), ffmpeg });
  try {
    const overlays = createLocalOverlay({ faceAnalysis });
    return finished(await overlays.start(request, await contextIn(folder))).overlay;
  } finally {
    await faceAnalysis.close();
  }
}

export function baseRequest({ head, audio, track, background }: Prepared): MontageRequest {
  const frame = frameOfAspect['9:16'];
  return {
    format: 'character_with_background',
    frame,
    quality: 'final',
    head,
    speech: { audio, durationSeconds: track.durationSeconds },
    background,
    subtitles: { cues: cuesFromSpeech(track, { frame, theme: 'light' }), theme: 'light', position: 'bottom' },
    disclosure: 'badge',
    language: track.language,
  };
}

async function matteInput(
  overlay: { kind: 'matte'; mattePath: string } | { kind: 'alpha-video'; videoPath: string },
) {
  return overlay.kind === 'matte'
    ? ({ kind: 'matte', matte: await inputFile(overlay.mattePath, 'video/mp4') } as const)
    : ({ kind: 'alpha-video', video: await inputFile(overlay.videoPath, 'video/webm') } as const);
}

async function speakAndAnimate(ffmpeg: Ffmpeg, item: GoldenItem, frame: FrameFormat, folder: string) {
  await mkdir(folder, { recursive: true });
  const cast = await loadCast(join(assetsFolder, 'cast'));
  const presenter = cast.presenters.find(({ id }) => id === item.presenterId);
  if (!presenter) throw new Error(`There is no presenter ${item.presenterId}.`);
  const speech = createLocalSpeech({ ffmpeg });
  const heads = createLocalHead({ ffmpeg, assetsFolder });
  try {
    const voices = await speech.voices(item.language);
    const voice = voices.find(({ gender }) => gender === presenter.gender) ?? voices[0];
    if (!voice) throw new Error(`No voice speaks ${item.language}.`);
    const spoken = await speech.synthesise(
      { text: item.script, language: item.language, voiceId: voice.id, take: 0 },
      await contextIn(folder),
    );
    const audio = await inputFile(spoken.audioPath, 'audio/wav');
    const made = finished(
      await heads.start(
        {
          portrait: await inputFile(presenter.picturePath, 'image/webp'),
          face: await cast.faceOf(presenter.id),
          background: await inputFile(presenter.backgroundPath, 'image/webp'),
          speech: { audio, track: spoken.track },
          frame,
          seed: 1,
        },
        await contextIn(folder),
      ),
    );
    const head: HeadClip = {
      video: await inputFile(made.videoPath, 'video/mp4'),
      ...(made.mattePath !== undefined && { matte: await inputFile(made.mattePath, 'video/mp4') }),
      size: { width: frame.width, height: frame.height },
      durationSeconds: made.durationSeconds,
      ...(made.faceBox && { faceBox: made.faceBox }),
    };
    return { head, audio, track: spoken.track };
  } finally {
    await Promise.all([speech.close(), heads.close()]);
  }
}

export async function ownFfmpeg(): Promise<Ffmpeg> {
  const path = process.env.FFMPEG_PATH;
  return await resolveFfmpeg(readConfig(path ? { FFMPEG_PATH: path } : {}).ffmpeg, silentLog);
}

export async function readPrepared(folder: string): Promise<Prepared> {
  return JSON.parse(await readFile(join(folder, 'prepared.json'), 'utf8')) as Prepared;
}

async function inputFile(path: string, mime: string): Promise<InputFile> {
  return { path, mime, sha256: await sha256OfFile(path), bytes: (await stat(path)).size };
}

/** An empty work folder for each call; the whole folder is removed by whoever asked for the task. */
export async function contextIn(folder: string): Promise<WorkContext> {
  const workFolder = await mkdtemp(join(folder, 'work-'));
  return { workFolder, signal: new AbortController().signal, reportProgress: () => undefined };
}

export function finished<Result>(work: SlowWork<Result>): Result {
  if (work.status !== 'completed') throw new Error('a local adapter answers at once');
  return work.result;
}
