import { join } from 'node:path';
import { AppError } from '../../kernel/errors.ts';
import type { Ffmpeg } from '../../platform/ffmpeg/ffmpeg.ts';
import type { FaceAnalysisPort } from '../../ports/face-analysis.ts';
import type { WorkContext } from '../../ports/work.ts';
import { createFaceWorker } from './face-worker.ts';
import { readMouthVideo } from './mouth-video.ts';
import type { TaskName, TaskRequest } from './worker-protocol.ts';

export interface LocalFaceAnalysisOptions {
  /** Where the models and their `checksums.json` are. */
  readonly modelsFolder: string;
  /** Needed by `readMouth` only. */
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
  const ask = <Name extends TaskName>(task: Name, request: TaskRequest<Name>, { signal }: WorkContext) =>
    worker.ask(task, request, { signal, timeoutMs });
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
    async readMouth(reading, context) {
      const { ffmpeg } = options;
      if (!ffmpeg) throw new AppError('ffmpeg-missing', 'Reading a mouth from a video needs ffmpeg.');
      return await readMouthVideo(reading, context, {
        ffmpeg,
        inspect: (picturePath) => ask('inspect', { picturePath }, context),
        measure: (request) => ask('mouths', request, context),
      });
    },
    close: () => worker.close(),
  };
}
