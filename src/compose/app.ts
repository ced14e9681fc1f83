import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ActionParts } from '../actions/parts.ts';
import { openStepQueue } from '../pipeline/jobs.ts';
import { type Database, openDatabase } from '../platform/database/database.ts';
import { migrate } from '../platform/database/migrate.ts';
import type { Config } from '../platform/config/config.ts';
import { resolveFfmpeg } from '../platform/ffmpeg/resolve-ffmpeg.ts';
import { sweepScratch } from '../platform/files/scratch.ts';
import type { Log } from '../platform/log/log.ts';
import { openQueue } from '../platform/queue/queue.ts';
import { createLocalFaceAnalysis } from '../providers/local-face/provider.ts';
import { createLocalFiles } from '../providers/local-files/provider.ts';
import { createLocalHead } from '../providers/local-head/provider.ts';
import { createLocalMediaProbe } from '../providers/local-media/provider.ts';
import { createLocalMontage } from '../providers/local-montage/provider.ts';
import { createLocalOverlay } from '../providers/local-overlay/provider.ts';
import { createLocalPictureEdit } from '../providers/local-picture-edit/provider.ts';
import { createLocalSpeech } from '../providers/local-speech/provider.ts';
import { loadCast } from '../store/cast.ts';
import { stopPointOf } from './stop-point.ts';

export const projectFolder = fileURLToPath(new URL('../..', import.meta.url));
export const assetsFolder = join(projectFolder, 'assets');

export interface OpenApp {
  readonly parts: ActionParts;
  /** Ends children and connections; the embedded database ends with its last user. */
  close(): Promise<void>;
}

/** Opens what the product stands on and puts its parts together. */
export async function openApp(config: Config, log: Log): Promise<OpenApp> {
  const ffmpeg = await resolveFfmpeg(config.ffmpeg, log);
  const database = await openMigrated(config, log);
  await sweepScratch(join(config.dataFolder, 'scratch'));
  const queue = await openQueue(database, log);
  await openStepQueue(queue);
  const speech = createLocalSpeech({ ffmpeg });
  const faces = createLocalFaceAnalysis({ modelsFolder: join(assetsFolder, 'models'), ffmpeg });
  const head = createLocalHead({ ffmpeg, assetsFolder });
  const parts: ActionParts = {
    database,
    queue,
    log,
    ffmpeg,
    files: await createLocalFiles({
      folder: join(config.dataFolder, 'files'),
      publicUrl: config.http.publicUrl,
    }),
    cast: await loadCast(join(assetsFolder, 'cast')),
    speech,
    faces,
    head,
    overlay: createLocalOverlay(),
    montage: createLocalMontage({ ffmpeg, assetsFolder }),
    demoPicturePath: join(assetsFolder, 'demo', 'product.webp'),
    pictureEdit: createLocalPictureEdit({
      platesFolder: join(assetsFolder, 'backgrounds'),
      faceAnalysis: faces,
    }),
    mediaProbe: createLocalMediaProbe({ ffmpeg }),
    scratchFolder: join(config.dataFolder, 'scratch'),
    overlayCacheHours: config.limits.overlayCacheHours,
    limits: {
      backgroundMaxSeconds: config.limits.backgroundMaxSeconds,
      maxTakes: config.limits.maxTakes,
      weakestDisclosure: config.operators.allowNoDisclosure ? 'none' : 'badge',
    },
    stopAt: stopPointOf(config.stopAt),
  };
  return {
    parts,
    close: async () => {
      await queue.stop({ graceful: true, timeoutMs: 5000 });
      await Promise.all([speech.close(), faces.close(), head.close()]);
      await database.close();
    },
  };
}

/** Steps at a time: each keeps about two cores busy. */
export function stepsAtATime(): number {
  return Math.max(1, Math.floor(availableParallelism() / 2));
}

async function openMigrated(config: Config, log: Log): Promise<Database> {
  const database = await openDatabase(config.database, log);
  try {
    await migrate(database, join(projectFolder, 'migrations'));
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}
