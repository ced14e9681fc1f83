import { join } from 'node:path';
import { AppError } from '../../kernel/errors.ts';
import type { Log } from '../log/log.ts';
import { type Ffmpeg, ffmpegAt } from './ffmpeg.ts';
import { inspectFfmpeg } from './inspect-ffmpeg.ts';
import { isTooOld, oldestVersion } from './needs.ts';
import { isExecutable, npmFfmpegs } from './npm-ffmpeg.ts';

export interface FfmpegConfig {
  /** The only one to be considered, where given. */
  readonly path: string | undefined;
  /** Where programs of the system lie; absolute. */
  readonly searchFolders: readonly string[];
  /** Remembers what a program was seen to be able to do. */
  readonly cacheFolder: string;
}

interface Candidate {
  readonly path: string;
  readonly from: 'FFMPEG_PATH' | 'system' | 'npm';
  readonly sha256?: string;
}

const howToInstall =
  "Install one with your system's package manager (apt install ffmpeg, brew install ffmpeg), " +
  "install this program's optional dependencies with npm, or set FFMPEG_PATH.";

/**
 * The first program that can do everything needed: FFMPEG_PATH (then no other), the system's, the ones that npm
 * brought. Throws `ffmpeg-missing` or `ffmpeg-incapable`, which say what was found and what to install.
 */
export async function resolveFfmpeg(config: FfmpegConfig, log: Log): Promise<Ffmpeg> {
  const objections: string[] = [];
  for await (const candidate of candidates(config)) {
    const judged = await judge(candidate, config.cacheFolder);
    if (typeof judged === 'string') {
      objections.push(`${candidate.path} ${judged}`);
      continue;
    }
    log.info({ ...candidate, version: judged.version, objections }, 'Found ffmpeg.');
    return ffmpegAt(candidate.path, judged.version);
  }
  if (objections.length === 0) throw new AppError('ffmpeg-missing', `No ffmpeg was found. ${howToInstall}`);
  throw new AppError('ffmpeg-incapable', `No ffmpeg will do: ${objections.join('; ')}. ${howToInstall}`);
}

async function* candidates(config: FfmpegConfig): AsyncGenerator<Candidate> {
  if (config.path !== undefined) {
    if (!(await isExecutable(config.path))) {
      throw new AppError(
        'ffmpeg-missing',
        `FFMPEG_PATH is ${config.path}, where there is no program; the path of an ffmpeg is allowed.`,
      );
    }
    yield { path: config.path, from: 'FFMPEG_PATH' };
    return;
  }
  const file = process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg';
  for (const folder of config.searchFolders) {
    const path = join(folder, file);
    if (await isExecutable(path)) yield { path, from: 'system' };
  }
  for (const found of await npmFfmpegs()) yield { ...found, from: 'npm' };
}

/** Its version, or what is wrong with it as the end of a sentence. */
async function judge(candidate: Candidate, cacheFolder: string): Promise<{ version: string } | string> {
  const { sha256 } = candidate;
  let inspection: Awaited<ReturnType<typeof inspectFfmpeg>>;
  try {
    inspection = await inspectFfmpeg(candidate.path, cacheFolder, sha256 === undefined ? {} : { sha256 });
  } catch (error) {
    return `does not run (${(error as Error).message})`;
  }
  if (inspection === 'wrong-checksum') return 'is not the file it should be: its checksum differs';
  if (inspection.missing.length > 0) return `has no ${someOf(inspection.missing)}`;
  if (candidate.from !== 'npm' && isTooOld(inspection.version)) {
    return `is version ${inspection.version}, and ${oldestVersion.major}.${oldestVersion.minor} or newer is needed`;
  }
  return { version: inspection.version };
}

/** A program that is no ffmpeg at all lacks fifty things; the first few say enough. */
function someOf(missing: readonly string[]): string {
  const named = missing.slice(0, 5).join(', no ');
  return missing.length > 5 ? `${named} and ${missing.length - 5} more` : named;
}
