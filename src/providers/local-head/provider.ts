import { refuseIncompleteMesh } from '../../domain/face/usable-mesh.ts';
import { AppError } from '../../kernel/errors.ts';
import type { Ffmpeg } from '../../platform/ffmpeg/ffmpeg.ts';
import type { TalkingHeadPort, TalkingHeadRequest, TalkingHeadResult } from '../../ports/talking-head.ts';
import type { WorkContext } from '../../ports/work.ts';
import type { ClipResult } from './render-clip.ts';
import { createRenderThreads } from './render-threads.ts';
import type { RenderOrder } from './render-worker.ts';

export interface LocalHeadOptions {
  readonly ffmpeg: Ffmpeg;
  /** Holds `mouth/` and `face-mesh/`. */
  readonly assetsFolder: string;
}

/** Rises with every change that alters the picture. */
const version = '4';
const largestFramePixels = 3840 * 2160;

/** Animates a portrait on this machine, in a thread beside this one. `close` ends what still runs. */
export function createLocalHead(options: LocalHeadOptions): TalkingHeadPort & { close(): Promise<void> } {
  const threads = createRenderThreads();
  return {
    adapter: { name: 'local-head', version, kind: 'local' },
    async start(request, context) {
      refuseUnusable(request);
      const clip = await threads.render(orderOf(options, request, context), context.signal, (fraction) =>
        context.reportProgress(fraction),
      );
      return { status: 'completed', result: headOf(clip, request) };
    },
    async status() {
      throw new AppError(
        'not-found',
        'The local talking head answers at once; it has no operation to ask for.',
      );
    },
    close: () => threads.close(),
  };
}

function refuseUnusable({ face, frame, speech }: TalkingHeadRequest): void {
  refuseIncompleteMesh(face);
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

function orderOf(options: LocalHeadOptions, request: TalkingHeadRequest, context: WorkContext): RenderOrder {
  const { path, version: ffmpegVersion } = options.ffmpeg;
  return {
    kind: 'render',
    ffmpeg: { path, version: ffmpegVersion },
    request: {
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
    },
  };
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
