import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ActionParts } from '../../src/actions/parts.ts';
import type { FetchSentFile } from '../../src/actions/tasks/task-work.ts';
import { openTaskQueues } from '../../src/actions/tasks/task-jobs.ts';
import { emptyBlocklist } from '../../src/domain/script/blocklist.ts';
import { readEnvironment } from '../../src/platform/config/environment.ts';
import { readConfig } from '../../src/platform/config/read-config.ts';
import { resolveFfmpeg } from '../../src/platform/ffmpeg/resolve-ffmpeg.ts';
import { silentLog } from '../../src/platform/log/log.ts';
import { createLocalFaceAnalysis } from '../../src/providers/local-face/provider.ts';
import { createLocalMediaProbe } from '../../src/providers/local-media/provider.ts';
import { createLocalPictureEdit } from '../../src/providers/local-picture-edit/provider.ts';
import { createLocalSpeech, type LocalSpeech } from '../../src/providers/local-speech/provider.ts';
import { assetsFolder } from './cast-portrait.ts';
import { openScriptedPipeline, type ScriptedPipeline } from './scripted-pipeline.ts';

/** Faces, edits, videos and files are real; what is costly about an ad is scripted. */
export interface MediaStudio {
  readonly parts: ActionParts;
  readonly pipeline: ScriptedPipeline;
  /** Stands for Telegram: gives what was sent under a file id. */
  readonly fetchSentFile: FetchSentFile;
  /** What `fetchSentFile` was asked for. */
  readonly fetched: string[];
  send(fileId: string, content: Buffer | { readonly path: string }): Promise<void>;
  close(): Promise<void>;
}

export async function openMediaStudio(): Promise<MediaStudio> {
  const pipeline = await openScriptedPipeline();
  await openTaskQueues(pipeline.parts.queue);
  const sentFolder = await mkdtemp(join(tmpdir(), 'ugc-sent-'));
  const ffmpeg = await resolveFfmpeg(readConfig(readEnvironment()).ffmpeg, silentLog);
  const faces = createLocalFaceAnalysis({ modelsFolder: join(assetsFolder, 'models'), ffmpeg });
  const fetched: string[] = [];
  return {
    pipeline,
    fetched,
    parts: {
      ...pipeline.parts,
      ffmpeg,
      faces,
      pictureEdit: createLocalPictureEdit({
        platesFolder: join(assetsFolder, 'backgrounds'),
        faceAnalysis: faces,
      }),
      mediaProbe: createLocalMediaProbe({ ffmpeg }),
      assetsFolder,
      demoPicturePath: join(assetsFolder, 'demo', 'product.webp'),
      blocklist: emptyBlocklist,
      limits: { ...readConfig({}).limits, weakestDisclosure: 'badge' },
      services: () => [],
      adminIds: [],
    },
    fetchSentFile: async ({ fileId }, destination, signal) => {
      signal.throwIfAborted();
      fetched.push(fileId);
      await copyFile(join(sentFolder, fileId), destination);
    },
    send: async (fileId, content) => {
      if (Buffer.isBuffer(content)) await writeFile(join(sentFolder, fileId), content);
      else await copyFile(content.path, join(sentFolder, fileId));
    },
    close: async () => {
      await faces.close();
      await pipeline.close();
      await rm(sentFolder, { recursive: true, force: true });
    },
  };
}

/** The engines that really speak; to be closed by whoever opens them. */
export function openVoices(studio: MediaStudio): LocalSpeech {
  return createLocalSpeech({ ffmpeg: studio.parts.ffmpeg, log: () => undefined });
}
