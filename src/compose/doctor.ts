import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Finding } from '../cli/doctor.ts';
import { neededBytes } from '../domain/production/needed-bytes.ts';
import { asAppError } from '../kernel/errors.ts';
import type { Config } from '../platform/config/config.ts';
import { openDatabase } from '../platform/database/database.ts';
import { countPendingMigrations } from '../platform/database/migrate.ts';
import { resolveFfmpeg } from '../platform/ffmpeg/resolve-ffmpeg.ts';
import { requireWritableFolder } from '../platform/files/writable-folder.ts';
import { silentLog } from '../platform/log/log.ts';
import { loadCast } from '../store/cast.ts';
import { assetsFolder, migrationsFolder } from './app.ts';
import { chosenChat, choicesOf } from './choices.ts';
import { examineFaces } from './doctor-faces.ts';
import { examineServices } from './doctor-services.ts';
import { examineSpeech } from './doctor-speech.ts';

type Look = () => Promise<readonly Finding[]>;

/** Looks at each thing by itself, so that one that is broken doesn't hide the others. */
export async function* examine(readConfig: () => Config): AsyncGenerator<Finding> {
  yield {
    subject: 'Node.js',
    state: 'ok',
    text: `${process.version} on ${process.platform} ${process.arch}`,
  };
  let config: Config;
  try {
    config = readConfig();
  } catch (error) {
    yield broken('configuration', error);
    return;
  }
  const looks: Readonly<Record<string, Look>> = {
    'data folder': async () => [await dataFolder(config)],
    ffmpeg: async () => [await ffmpeg(config)],
    database: async () => [await database(config)],
    cast: async () => [await cast()],
    speech: async () => await examineSpeech(config),
    'face models': async () => [await examineFaces(config)],
    services: async () => await examineServices(config),
  };
  yield* choices(config);
  for (const [subject, look] of Object.entries(looks)) {
    yield* await look().catch((error: unknown) => [broken(subject, error)]);
  }
}

function broken(subject: string, error: unknown): Finding {
  return { subject, state: 'broken', text: asAppError(error).message };
}

async function dataFolder({ dataFolder: folder }: Config): Promise<Finding> {
  await requireWritableFolder(folder);
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const text = `${folder}, ${(free / 1e9).toFixed(1)} GB free`;
  if (free >= neededBytes) return { subject: 'data folder', state: 'ok', text };
  return { subject: 'data folder', state: 'broken', text: `${text}; an ad needs ${neededBytes / 1e9} GB` };
}

async function ffmpeg(config: Config): Promise<Finding> {
  const { version, path } = await resolveFfmpeg(config.ffmpeg, silentLog);
  const origin = path.includes('node_modules')
    ? 'brought by npm'
    : "the system's, which can do all that is needed";
  const why = config.ffmpeg.path === undefined ? origin : 'set by FFMPEG_PATH';
  return { subject: 'ffmpeg', state: 'ok', text: `${version}, ${path} (${why})` };
}

async function database(config: Config): Promise<Finding> {
  const opened = await openDatabase(config.database, silentLog);
  try {
    const { rows } = await opened.pool.query<{ server_version: string }>('show server_version');
    const pending = await countPendingMigrations(opened, migrationsFolder);
    const whose = opened.kind === 'embedded' ? 'our own, since DATABASE_URL is not set' : 'from DATABASE_URL';
    const next = pending === 0 ? '' : '; its tables are brought up to date by the next command';
    return {
      subject: 'database',
      state: 'ok',
      text: `PostgreSQL ${rows[0]?.server_version}, ${whose}${next}`,
    };
  } finally {
    await opened.close();
  }
}

async function cast(): Promise<Finding> {
  const { presenters } = await loadCast(join(assetsFolder, 'cast'));
  return { subject: 'cast', state: 'ok', text: `${presenters.length} presenters` };
}

/** Who does what, and the setting that says so. */
function* choices(config: Config): Generator<Finding> {
  for (const { capability, doneBy, why } of [...choicesOf(config), chosenChat(config)]) {
    const subject = `chosen for ${capability}`;
    if (doneBy === undefined) yield { subject, state: 'missing', text: `none, since ${why}` };
    else yield { subject, state: 'ok', text: `${doneBy}, since ${why}` };
  }
}
