import { chmod, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { existingCluster } from '../../src/platform/database/postgres-cluster.ts';
import { readPostmasterFile } from '../../src/platform/database/postmaster-file.ts';
import { stopTestServer, testServerFolder } from '../../src/platform/database/test-database.ts';
import { testFolder } from '../../src/platform/database/test-folder.ts';
import { resolveFfmpeg } from '../../src/platform/ffmpeg/resolve-ffmpeg.ts';
import { silentLog } from '../../src/platform/log/log.ts';
import { isProcessAlive } from '../../src/platform/process/process-alive.ts';

const runFolder = join(testFolder, `run-${process.pid}`);

/** vitest calls it once before the whole run; the processes of the tests, and those that they start, inherit this. */
export async function setup(): Promise<void> {
  if (!(await isServerRunning())) await removeLeftovers();
  await mkdir(runFolder, { recursive: true });
  // Whatever the umask was: the database's user must be able to pass, and anybody to write, as in any folder for scratch.
  await chmod(testFolder, 0o755);
  await chmod(runFolder, 0o1777);
  process.env.TMPDIR = runFolder;
  const ffmpeg = await npmFfmpeg();
  if (ffmpeg !== undefined) process.env.FFMPEG_PATH ??= ffmpeg;
}

/**
 * The same program on every machine, whatever the system has. It is in one file and starts in a millisecond, where a
 * distribution's loads two hundred libraries first: in most tests that takes longer than the few frames.
 */
async function npmFfmpeg(): Promise<string | undefined> {
  const config = { path: undefined, searchFolders: [], cacheFolder: testFolder };
  return await resolveFfmpeg(config, silentLog).then(
    ({ path }) => path,
    () => undefined,
  );
}

/** And once after it: the test processes left their shared server running. */
export async function teardown(): Promise<void> {
  // Another run still uses it, and its socket may be in our folder.
  if ((await isServerRunning()) && !(await stopTestServer())) return;
  await rm(runFolder, { recursive: true, force: true });
}

async function isServerRunning(): Promise<boolean> {
  const cluster = await existingCluster(testServerFolder);
  const file = cluster === undefined ? undefined : await readPostmasterFile(cluster);
  return file !== undefined && isProcessAlive(file.pid);
}

/** Of runs that were killed. */
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(testFolder).catch(() => [])) {
    const pid = /^run-(\d+)$/.exec(name)?.[1];
    if (pid === undefined || isProcessAlive(Number(pid))) continue;
    await rm(join(testFolder, name), { recursive: true, force: true });
  }
}
