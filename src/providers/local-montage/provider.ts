import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../kernel/errors.ts';
import type { Ffmpeg } from '../../platform/ffmpeg/ffmpeg.ts';
import { stageInput } from '../../platform/ffmpeg/untrusted-input.ts';
import type { MontagePort, MontageRequest, MontageResult } from '../../ports/montage.ts';
import type { InputFile, WorkContext } from '../../ports/work.ts';
import { appendDisclosureTag, disclosureComment } from './disclosure-tag.ts';
import { soundEncoding, videoEncoding } from './encoding.ts';
import { drawMark } from './mark.ts';
import { measureLoudness, personBounds } from './measure.ts';
import { circleMask, circleRing } from './pictures.ts';
import { makeSound } from './sound.ts';
import { drawVideo, type StagedVideo, type VideoFiles } from './video-command.ts';
import { planVideo, type VideoPlan } from './video-plan.ts';

export interface LocalMontageOptions {
  readonly ffmpeg: Ffmpeg;
  /** The product's own assets; `fonts/` is read from it. */
  readonly assetsFolder: string;
}

interface Workplace {
  readonly options: LocalMontageOptions;
  readonly request: MontageRequest;
  readonly context: WorkContext;
}

/** Montage by ffmpeg on this machine: one pass over the picture, the sound made before it. */
export function createLocalMontage(options: LocalMontageOptions): MontagePort {
  return {
    adapter: { name: 'local-montage', version: '1', kind: 'local' },
    start: async (request, context) => ({
      status: 'completed',
      result: await render({ options, request, context }),
    }),
    status: async () => {
      throw new AppError(
        'not-found',
        'Local montage is finished when it is started; it has no operations to ask for.',
      );
    },
    still: (request, atSeconds, context) => renderStill({ options, request, context }, atSeconds),
  };
}

const clipFile = 'clip.mp4';
const coverFile = 'cover.jpg';
const stillFile = 'still.jpg';
/** A laptop renders a second of video in one or two seconds; ten times that is a machine in trouble. */
const msPerSecondOfVideo = 20_000;
const leastTimeoutMs = 120_000;

async function render(place: Workplace): Promise<MontageResult> {
  const { request, context, options } = place;
  const folder = context.workFolder;
  context.reportProgress(0);
  const { plan, files } = await prepare(place);
  const speech = await stage(folder, 'speech', request.speech.audio);
  const sound = await makeSound({
    ffmpeg: options.ffmpeg,
    folder,
    signal: context.signal,
    speech,
    timeline: plan.timeline,
    ...(request.background?.probe.hasAudio &&
      files.background &&
      plan.background && { background: { file: files.background, plan: plan.background } }),
  });
  context.reportProgress(0.05);
  const { durationSeconds } = plan.timeline;
  const drawn = drawVideo(plan, files, { fromSeconds: 0, toSeconds: durationSeconds }, { decoding: [] });
  await options.ffmpeg.run({
    args: [
      ...drawn.args,
      ...['-i', `file:${sound}`, '-map', '[v]', '-map', `${drawn.nextInput}:a`],
      ...videoEncoding(request.quality, plan.frame, durationSeconds),
      ...soundEncoding(),
      ...[
        '-metadata',
        `comment=${disclosureComment}`,
        '-movflags',
        '+faststart',
        '-f',
        'mp4',
        '-y',
        clipFile,
      ],
    ],
    cwd: folder,
    signal: context.signal,
    timeoutMs: Math.max(leastTimeoutMs, durationSeconds * msPerSecondOfVideo),
    durationSeconds,
    onProgress: (fraction) => context.reportProgress(0.05 + 0.9 * fraction),
  });
  return await finish(place, plan);
}

async function finish({ request, context, options }: Workplace, plan: VideoPlan): Promise<MontageResult> {
  const folder = context.workFolder;
  const place = { ffmpeg: options.ffmpeg, folder, signal: context.signal };
  const videoPath = join(folder, clipFile);
  const loudness = await measureLoudness(place, clipFile);
  await makeCover(place, plan);
  await appendDisclosureTag(videoPath, plan.background ? 'compositeSynthetic' : 'trainedAlgorithmicMedia');
  context.reportProgress(1);
  return {
    videoPath,
    coverPath: join(folder, coverFile),
    size: { width: plan.frame.width, height: plan.frame.height },
    durationSeconds: request.speech.durationSeconds,
    bytes: (await stat(videoPath)).size,
    loudness,
    missingGlyphs: [],
    ...(plan.cut?.source === 'circle' && { circleInFrame: plan.cut.at }),
    cost: { estimatedUsd: 0, actualUsd: 0 },
    warnings: [],
  };
}

const coverSeconds = { from: 0.4, length: 1.2 } as const;

/** The most usual of the first second's frames: a blink or a half-open mouth is the exception in it. */
async function makeCover(
  place: { readonly ffmpeg: Ffmpeg; readonly folder: string; readonly signal: AbortSignal },
  plan: VideoPlan,
): Promise<void> {
  const { durationSeconds } = plan.timeline;
  const from = Math.min(coverSeconds.from, durationSeconds / 3);
  const frames = Math.max(1, Math.floor(Math.min(coverSeconds.length, durationSeconds / 3) * 10));
  const fit = plan.frame.height >= plan.frame.width ? 'scale=-2:320' : 'scale=320:-2';
  const pick = `fps=10,${fit}:flags=area,thumbnail=${frames}`;
  await place.ffmpeg.run({
    args: [
      ...['-ss', from.toFixed(3), '-t', coverSeconds.length.toFixed(3), '-i', `file:${clipFile}`],
      ...['-vf', pick, '-frames:v', '1', '-q:v', '3', '-f', 'mjpeg', '-y', coverFile],
    ],
    cwd: place.folder,
    signal: place.signal,
    timeoutMs: leastTimeoutMs,
  });
}

async function renderStill(place: Workplace, atSeconds: number): Promise<{ readonly picturePath: string }> {
  const { options, context, request } = place;
  const { plan, files } = await prepare(place);
  const last = request.speech.durationSeconds - 1 / plan.frame.framesPerSecond;
  const from = Math.max(0, Math.min(atSeconds, last));
  const window = { fromSeconds: from, toSeconds: from + 1 / plan.frame.framesPerSecond };
  const { args } = drawVideo(plan, files, window, { decoding: ['-threads', '1'] });
  await options.ffmpeg.run({
    args: [...args, '-map', '[v]', '-frames:v', '1', '-q:v', '3', '-f', 'mjpeg', '-y', stillFile],
    cwd: context.workFolder,
    signal: context.signal,
    timeoutMs: leastTimeoutMs,
  });
  return { picturePath: join(context.workFolder, stillFile) };
}

/** Puts every file that the picture needs into the work folder and plans what to do with them. */
async function prepare(place: Workplace): Promise<{ readonly plan: VideoPlan; readonly files: VideoFiles }> {
  const { request, context, options } = place;
  const folder = context.workFolder;
  const { overlay } = request;
  const head = await stage(folder, 'head', request.head.video);
  const background = request.background && (await stage(folder, 'background', request.background.video));
  const matte = overlay?.kind === 'matte' ? await stage(folder, 'matte', overlay.matte) : undefined;
  const alphaVideo =
    overlay?.kind === 'alpha-video' ? await stage(folder, 'alpha', overlay.video) : undefined;
  const person =
    matte &&
    (await personBounds(
      { ffmpeg: options.ffmpeg, folder, signal: context.signal },
      matte,
      request.head.size,
    ));
  const unmarked = planVideo(request, person);
  const mark = await drawMark(unmarked, request, options.assetsFolder);
  const plan = mark ? { ...unmarked, mark: mark.plan } : unmarked;
  return {
    plan,
    files: {
      head,
      ...(plan.background && background && { background }),
      ...(plan.cut?.source === 'matte' && matte && { matte }),
      ...(plan.cut?.source === 'alpha' && alphaVideo && { alphaVideo }),
      ...(mark && { mark: await writePicture(folder, 'mark.png', mark.picture) }),
      ...(plan.cut?.source === 'circle' && {
        circleMask: await writePicture(folder, 'mask.png', circleMask(plan.cut.at.width)),
      }),
      ...(plan.cut &&
        plan.ringAt && {
          ring: await writePicture(folder, 'ring.png', circleRing(plan.cut.at.width, plan.ringAt)),
        }),
    },
  };
}

async function stage(folder: string, name: string, file: InputFile): Promise<StagedVideo> {
  await stageInput(folder, name, file.path);
  return { name, mime: file.mime };
}

async function writePicture(folder: string, name: string, picture: Buffer): Promise<string> {
  await writeFile(join(folder, name), picture);
  return name;
}
