import { Worker } from 'node:worker_threads';
import { AppError } from '../../kernel/errors.ts';
import type { Ffmpeg } from '../../platform/ffmpeg/ffmpeg.ts';
import type { TalkingHeadPort, TalkingHeadRequest, TalkingHeadResult } from '../../ports/talking-head.ts';
import type { WorkContext } from '../../ports/work.ts';
import type { ClipRequest, ClipResult } from './render-clip.ts';
import type { WorkerInput, WorkerMessage } from './render-worker.ts';

export interface LocalHeadOptions {
  readonly ffmpeg: Ffmpeg;
  /** Holds `mouth/` and `face-mesh/`. */
  readonly assetsFolder: string;
}

/** Rises with every change that alters the picture. */
const version = '1';
const meshPoints = 468;
const largestFramePixels = 3840 * 2160;

/** Animates a portrait on this machine, in a thread of its own for each clip. `close` ends what still runs. */
export function createLocalHead(options: LocalHeadOptions): TalkingHeadPort & { close(): Promise<void> } {
  const running = new Map<Worker, Promise<unknown>>();
  const cancelAll = () => {
    for (const worker of running.keys()) worker.postMessage('cancel');
  };
  return {
    adapter: { name: 'local-head', version, kind: 'local' },
    async start(request, context) {
      refuseUnusable(request);
      const worker = startWorker(options, request, context);
      const work = resultOf(worker, context);
      running.set(
        worker,
        work.catch(() => undefined),
      );
      try {
        const clip = await work;
        return { status: 'completed', result: headOf(clip, request) };
      } finally {
        running.delete(worker);
      }
    },
    async status() {
      throw new AppError(
        'not-found',
        'The local talking head answers at once; it has no operation to ask for.',
      );
    },
    async close() {
      cancelAll();
      await Promise.all(running.values());
    },
  };
}

function refuseUnusable({ face, frame, speech }: TalkingHeadRequest): void {
  if (face.points.length < meshPoints || face.points.some((point) => !point.every(Number.isFinite))) {
    throw new AppError(
      'invalid-portrait',
      `The face has ${face.points.length} usable points, ${meshPoints} are needed.`,
    );
  }
  if (frame.width % 2 || frame.height % 2 || frame.width * frame.height > largestFramePixels) {
    throw new AppError(
      'invalid-arguments',
      `A frame of ${frame.width}×${frame.height} was asked for; both must be even, up to 3840×2160.`,
    );
  }
  if (!(speech.track.durationSeconds > 0)) {
    throw new AppError('invalid-arguments', 'The speech lasts 0 s; there is nothing to say.');
  }
}

function startWorker(options: LocalHeadOptions, request: TalkingHeadRequest, context: WorkContext): Worker {
  if (context.signal.aborted) throw cancelled();
  const clip: ClipRequest = {
    assetsFolder: options.assetsFolder,
    portraitPath: request.portrait.path,
    face: request.face,
    ...(request.matte && { mattePath: request.matte.path }),
    ...(request.background && { backgroundPath: request.background.path }),
    audioPath: request.speech.audio.path,
    track: request.speech.track,
    frame: request.frame,
    seed: request.seed,
    workFolder: context.workFolder,
  };
  const { path, version: ffmpegVersion } = options.ffmpeg;
  const input: WorkerInput = { request: clip, ffmpeg: { path, version: ffmpegVersion } };
  return new Worker(new URL('./render-worker.ts', import.meta.url), { workerData: input, execArgv: [] });
}

async function resultOf(worker: Worker, context: WorkContext): Promise<ClipResult> {
  const cancel = () => worker.postMessage('cancel');
  context.signal.addEventListener('abort', cancel, { once: true });
  try {
    return await new Promise<ClipResult>((resolve, reject) => {
      let ended: ClipResult | AppError | undefined;
      worker.on('message', (message: WorkerMessage) => {
        if (message.kind === 'progress') context.reportProgress(message.fraction);
        else if (message.kind === 'completed') ended = message.result;
        else ended = new AppError(message.reason, message.message, { retryable: message.retryable });
      });
      worker.once('error', (cause) =>
        reject(new AppError('internal', 'The drawing thread failed.', { cause })),
      );
      worker.once('exit', () => {
        if (ended === undefined)
          reject(new AppError('internal', 'The drawing thread ended without a result.'));
        else if (ended instanceof AppError) reject(ended);
        else resolve(ended);
      });
    });
  } finally {
    context.signal.removeEventListener('abort', cancel);
  }
}

function headOf(clip: ClipResult, { frame }: TalkingHeadRequest): TalkingHeadResult {
  return {
    videoPath: clip.videoPath,
    ...(clip.mattePath !== undefined && { mattePath: clip.mattePath }),
    durationSeconds: clip.durationSeconds,
    faceBox: clip.faceBox,
    mouthCurve: { framesPerSecond: frame.framesPerSecond, gaps: clip.mouthGaps },
    cost: { estimatedUsd: 0, actualUsd: 0 },
    warnings: clip.warnings,
  };
}

function cancelled(): AppError {
  return new AppError('cancelled', 'The talking head was cancelled.');
}
