import { mkdir, statfs } from 'node:fs/promises';
import type { Finding } from '../cli/doctor.ts';
import { isAppError } from '../kernel/errors.ts';
import type { Config } from '../platform/config/config.ts';
import { openDatabase } from '../platform/database/database.ts';
import { resolveFfmpeg } from '../platform/ffmpeg/resolve-ffmpeg.ts';
import { silentLog } from '../platform/log/log.ts';
import { createLocalSpeech } from '../providers/local-speech/provider.ts';
import { loadCast } from '../store/cast.ts';
import { join } from 'node:path';
import { assetsFolder } from './app.ts';

const wantedFreeBytes = 2e9;

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
  const looks: readonly [string, () => Promise<Finding>][] = [
    ['data folder', async () => await dataFolder(config)],
    ['ffmpeg', async () => await ffmpeg(config)],
    ['database', async () => await database(config)],
    ['cast', cast],
    ['voices', async () => await voices(config)],
  ];
  for (const [subject, look] of looks) yield await look().catch((error: unknown) => broken(subject, error));
  yield* cloud(config);
}

function broken(subject: string, error: unknown): Finding {
  const text = isAppError(error) ? error.message : String(error);
  return { subject, state: 'broken', text };
}

async function dataFolder({ dataFolder: folder }: Config): Promise<Finding> {
  await mkdir(folder, { recursive: true });
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const text = `${folder}, ${(free / 1e9).toFixed(1)} GB free`;
  if (free >= wantedFreeBytes) return { subject: 'data folder', state: 'ok', text };
  return {
    subject: 'data folder',
    state: 'broken',
    text: `${text}; free at least ${wantedFreeBytes / 1e9} GB`,
  };
}

async function ffmpeg(config: Config): Promise<Finding> {
  const found = await resolveFfmpeg(config.ffmpeg, silentLog);
  return { subject: 'ffmpeg', state: 'ok', text: `${found.version}, ${found.path}` };
}

async function database(config: Config): Promise<Finding> {
  const opened = await openDatabase(config.database, silentLog);
  try {
    const { rows } = await opened.pool.query<{ server_version: string }>('show server_version');
    const whose = opened.kind === 'embedded' ? 'our own' : 'from DATABASE_URL';
    return { subject: 'database', state: 'ok', text: `PostgreSQL ${rows[0]?.server_version}, ${whose}` };
  } finally {
    await opened.close();
  }
}

async function cast(): Promise<Finding> {
  const { presenters } = await loadCast(join(assetsFolder, 'cast'));
  return { subject: 'cast', state: 'ok', text: `${presenters.length} presenters` };
}

async function voices(config: Config): Promise<Finding> {
  const speech = createLocalSpeech({ ffmpeg: await resolveFfmpeg(config.ffmpeg, silentLog) });
  try {
    const all = await speech.voices();
    const engines = [...new Set(all.map(({ engine }) => engine))].join(', ');
    return { subject: 'voices', state: 'ok', text: `${all.length}, by ${engines}` };
  } finally {
    await speech.close();
  }
}

/** What is configured for the cloud is told, so that nobody waits for a service that this version does not call. */
function* cloud(config: Config): Generator<Finding> {
  const parts = {
    speech: config.speech.kind,
    'talking head': config.talkingHead.kind,
    'picture edit': config.pictureEdit.kind,
    overlay: config.overlay.kind,
    montage: config.montage.kind,
    files: config.files.kind,
  };
  for (const [capability, kind] of Object.entries(parts)) {
    const text =
      kind === 'local' ? 'built in' : `${kind} is configured; this version works with the built-in adapter`;
    yield { subject: capability, state: kind === 'local' ? 'ok' : 'missing', text };
  }
}
