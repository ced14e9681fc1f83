import { copyFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { frameOfAspect } from '../../src/domain/ad/ad.ts';
import { autoCircle } from '../../src/domain/overlay/auto-circle.ts';
import type { SubtitleTrack } from '../../src/domain/subtitles/subtitle-track.ts';
import type { Ffmpeg } from '../../src/platform/ffmpeg/ffmpeg.ts';
import type { MontagePort, MontageRequest } from '../../src/ports/montage.ts';
import type { WorkContext } from '../../src/ports/work.ts';
import { cpuSecondsOf, median } from './cpu-seconds.ts';
import { type BackgroundKind, makeBackground, makeMontageInputs } from './montage-inputs.ts';

export interface MontageBenchOptions {
  readonly ffmpeg: Ffmpeg;
  readonly montage: MontagePort;
  readonly assetsFolder: string;
  /** Inputs and clips are made in it; the caller removes it. */
  readonly folder: string;
  readonly runs: number;
}

export interface MontageBenchRow {
  readonly what: string;
  /** Median, user and system, of the whole process tree. */
  readonly cpuSeconds: number;
  readonly allowedCpuSeconds: number;
}

const clipSeconds = 15;
const previewAllowed = 3;
const stillAllowed = 0.5;
const cutoutExtraAllowed = 3;
const wholeAllowed: Readonly<Record<'plain' | 'noisy', number>> = { plain: 14, noisy: 27 };
const referenceFactor = 1.15;
const timeoutMs = 600_000;

/** The montage figures of a 15 s clip of 1080×1920 at 30 frames per second. */
export async function benchMontage(options: MontageBenchOptions): Promise<MontageBenchRow[]> {
  const rows: MontageBenchRow[] = [];
  for (const kind of ['plain', 'noisy'] as const) {
    const request = await benchRequest(options, kind);
    const clip = join(options.folder, `finished-${kind}.mp4`);
    const circle = await measured(options, (context) => renderTo(options.montage, request, clip, context));
    const reference = await measureReference(options, request, clip);
    rows.push(
      { what: `circle, ${kind}`, cpuSeconds: circle, allowedCpuSeconds: wholeAllowed[kind] },
      {
        what: `circle, ${kind}, against ${referenceFactor} × the reference of ${reference.toFixed(2)}`,
        cpuSeconds: circle,
        allowedCpuSeconds: reference * referenceFactor,
      },
    );
    if (kind === 'plain') rows.push(...(await benchVariants(options, request, circle)));
  }
  return rows;
}

async function benchVariants(
  options: MontageBenchOptions,
  request: MontageRequest,
  circleCpuSeconds: number,
): Promise<MontageBenchRow[]> {
  const { matte } = request.head;
  const cutout: MontageRequest = {
    ...request,
    template: 'overlay',
    ...(matte && { overlay: { kind: 'matte', matte } }),
  };
  const preview: MontageRequest = { ...request, quality: 'preview' };
  return [
    {
      what: 'cut-out, plain',
      cpuSeconds: await measured(options, (context) => options.montage.start(cutout, context)),
      allowedCpuSeconds: circleCpuSeconds + cutoutExtraAllowed,
    },
    {
      what: 'preview, plain',
      cpuSeconds: await measured(options, (context) => options.montage.start(preview, context)),
      allowedCpuSeconds: previewAllowed,
    },
    {
      what: 'still at 7.3 s',
      cpuSeconds: await measured(options, (context) => options.montage.still(preview, 7.3, context)),
      allowedCpuSeconds: stillAllowed,
    },
  ];
}

async function benchRequest(options: MontageBenchOptions, kind: BackgroundKind): Promise<MontageRequest> {
  const inputs = await makeMontageInputs({ ...options, durationSeconds: clipSeconds });
  const background = await makeBackground({ ...options, durationSeconds: clipSeconds, kind });
  const { head, speech } = inputs;
  const face = head.faceBox ?? { x: 0, y: 0, ...head.size };
  return {
    format: 'character_with_background',
    template: 'circle',
    frame: frameOfAspect['9:16'],
    quality: 'final',
    head,
    speech,
    overlay: { kind: 'circle', circle: autoCircle(face, head.size) },
    background,
    subtitles: everySecondWords(clipSeconds),
    disclosure: 'badge',
    language: 'en',
  };
}

/** Three words a second, as people speak, in cues of three. */
function everySecondWords(seconds: number): SubtitleTrack {
  const spoken = ['this', 'works', 'wonders'];
  return {
    theme: 'light',
    position: 'bottom',
    cues: Array.from({ length: seconds }, (_, second) => ({
      startSeconds: second,
      endSeconds: second + 1,
      wordTimed: true,
      words: spoken.map((text, index) => ({
        text,
        startSeconds: second + index / 3,
        endSeconds: second + (index + 1) / 3,
      })),
    })),
  };
}

async function renderTo(
  montage: MontagePort,
  request: MontageRequest,
  clip: string,
  context: WorkContext,
): Promise<void> {
  const work = await montage.start(request, context);
  if (work.status !== 'completed') throw new Error('the bench needs a montage that completes at once');
  await copyFile(work.result.videoPath, clip);
}

/**
 * What nobody can do without: decode background, head and speech, and code the finished picture with the same
 * settings. That picture comes from the finished clip, whose own decoding is measured apart and taken off.
 */
async function measureReference(
  options: MontageBenchOptions,
  request: MontageRequest,
  clip: string,
): Promise<number> {
  const inputs = [request.background?.video.path ?? '', request.head.video.path, request.speech.audio.path];
  const decodeAndCode = [
    ...[...inputs, clip].flatMap((path) => ['-i', path]),
    ...['-map', '3:v', '-map', '2:a', '-t', String(clipSeconds), '-c:v', 'libx264', '-preset', 'veryfast'],
    ...['-crf', '21', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-b:a', '160k', '-y', 'reference.mp4'],
    ...['-map', '0:v', '-f', 'null', '-', '-map', '1:v', '-f', 'null', '-'],
  ];
  const decodeClip = ['-i', clip, '-map', '0:v', '-f', 'null', '-'];
  const costOf = (args: readonly string[]) =>
    measured(options, ({ workFolder }) => options.ffmpeg.run({ args, cwd: workFolder, timeoutMs }));
  return (await costOf(decodeAndCode)) - (await costOf(decodeClip));
}

async function measured(
  { folder, runs }: MontageBenchOptions,
  work: (context: WorkContext) => Promise<unknown>,
): Promise<number> {
  const seconds: number[] = [];
  for (let run = 0; run < runs; run++) {
    const workFolder = join(folder, 'work');
    await rm(workFolder, { recursive: true, force: true });
    await mkdir(workFolder, { recursive: true });
    const context = { signal: new AbortController().signal, workFolder, reportProgress: () => {} };
    seconds.push(await cpuSecondsOf(() => work(context)));
  }
  return median(seconds);
}
