import { join } from 'node:path';
import { AppError } from '../../kernel/errors.ts';
import type { Ffmpeg } from '../../platform/ffmpeg/ffmpeg.ts';
import type { FaceAnalysisPort } from '../../ports/face-analysis.ts';
import type { WorkContext } from '../../ports/work.ts';
import { createFaceWorker, type FaceWorker } from './face-worker.ts';
import { isOneQuestion, matteVideo } from './matte-video.ts';
import { readMouthVideo } from './mouth-video.ts';
import { trackVideo } from './track-video.ts';
import type { TaskName, TaskRequest } from './worker-protocol.ts';

export interface LocalFaceAnalysisOptions {
  /** Where the models and their `checksums.json` are. */
  readonly modelsFolder: string;
  /** Needed for videos only. */
  readonly ffmpeg?: Ffmpeg;
}

export interface LocalFaceAnalysis extends FaceAnalysisPort {
  close(): Promise<void>;
}

const timeoutMs = 60_000;

/**
 * MediaPipe's face detector, attention mesh and selfie segmentation by TensorFlow.js, in a thread of their own that
 * starts with the first question. Nothing is loaded before.
 */
export function createLocalFaceAnalysis(options: LocalFaceAnalysisOptions): LocalFaceAnalysis {
  const worker = createFaceWorker({ modelsFolder: options.modelsFolder });
  const cutters = new Set<FaceWorker>();
  const ask = <Name extends TaskName>(task: Name, request: TaskRequest<Name>, { signal }: WorkContext) =>
    worker.ask(task, request, { signal, timeoutMs });
  const videoReader = (): Ffmpeg => {
    if (options.ffmpeg) return options.ffmpeg;
    throw new AppError('ffmpeg-missing', 'Looking at a video needs ffmpeg.');
  };
  return {
    adapter: { name: 'local-face', version: '1', kind: 'local' },
    async upright(picture, context) {
      const picturePath = join(context.workFolder, 'upright.png');
      const { hasAlpha } = await ask(
        'upright',
        { picturePath: picture.path, outputPath: picturePath },
        context,
      );
      return { picturePath, hasAlpha };
    },
    async inspect(uprightPicture, context) {
      return await ask('inspect', { picturePath: uprightPicture.path }, context);
    },
    async matte(uprightPicture, face, context) {
      const mattePath = join(context.workFolder, 'matte.png');
      await ask('matte', { picturePath: uprightPicture.path, face, outputPath: mattePath }, context);
      return { mattePath };
    },
    async preview(uprightPicture, boxes, context) {
      const picturePath = join(context.workFolder, 'preview.jpg');
      await ask('preview', { picturePath: uprightPicture.path, boxes, outputPath: picturePath }, context);
      return { picturePath };
    },
    async trackFace(head, context) {
      const look = (request: TaskRequest<'sights'>) => ask('sights', request, context);
      return await trackVideo(head, context, { ffmpeg: videoReader(), look });
    },
    async matteVideo(head, context) {
      if (isOneQuestion(head)) {
        const cut = (request: TaskRequest<'mattes'>) => ask('mattes', request, context);
        return await matteVideo(head, context, { ffmpeg: videoReader(), cut });
      }
      // A thread of its own: it is busy for long, and a question of somebody else's that ends the thread would end this too.
      const cutter = createFaceWorker({ modelsFolder: options.modelsFolder });
      cutters.add(cutter);
      try {
        const cut = (request: TaskRequest<'mattes'>) =>
          cutter.ask('mattes', request, {
            ...{ signal: context.signal, timeoutMs },
            transfer: [request.rgba.buffer],
          });
        return await matteVideo(head, context, { ffmpeg: videoReader(), cut });
      } finally {
        cutters.delete(cutter);
        await cutter.close();
      }
    },
    async readMouth(reading, context) {
      return await readMouthVideo(reading, context, {
        ffmpeg: videoReader(),
        inspect: (picturePath) => ask('inspect', { picturePath }, context),
        measure: (request) => ask('mouths', request, context),
      });
    },
    close: async () => {
      await Promise.all([worker, ...cutters].map((each) => each.close()));
    },
  };
}
