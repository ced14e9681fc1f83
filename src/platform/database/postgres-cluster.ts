import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, readdir, realpath, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, isAppError } from '../../kernel/errors.ts';
import type { Log } from '../log/log.ts';
import { isProcessAlive } from '../process/process-alive.ts';
import { runProcess } from '../process/run-process.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { canEnter, type PostgresUser } from './postgres-user.ts';

/** Where root puts what the unprivileged user of the server must be able to reach. */
export const sharedHome = '/var/lib/ugc-bot';

export const superuser = 'app';

/** The folder of existing data below `base`, or undefined. `base` may hold a link to it. */
export async function existingCluster(base: string): Promise<string | undefined> {
  const entries = await readdir(base).catch(() => []);
  const name = entries.find((entry) => /^pg\d+$/.test(entry));
  return name === undefined ? undefined : await realpath(join(base, name));
}

export interface EnsureClusterOptions {
  readonly log: Log;
  /** Called when the data folder is being made. */
  onWorking?(): void;
}

/**
 * Makes the data folder if there is none and returns its real path. It is made aside and published by one rename, so a
 * kill in the middle leaves nothing half made, and of several racing starters one wins and all use its folder.
 */
export async function ensureCluster(
  base: string,
  binaries: PostgresBinaries,
  user: PostgresUser | undefined,
  { log, onWorking }: EnsureClusterOptions,
): Promise<string> {
  const name = `pg${binaries.major}`;
  const existing = await existingCluster(base);
  if (existing !== undefined) {
    await refuseOtherMajor(base, name);
    return existing;
  }
  const home = (await canEnter(base, user)) ? base : await enterableHome();
  await removeAbandoned(home);
  const making = join(home, `${name}.init.${process.pid}.${randomBytes(3).toString('hex')}`);
  try {
    await mkdir(making, { mode: 0o700 });
    if (user) await chown(making, user.uid, user.gid);
    const made = initialize(binaries, making, user);
    onWorking?.();
    await made;
    await publish(making, home, base, name, log);
  } finally {
    await rm(making, { recursive: true, force: true });
  }
  return await realpath(join(base, name));
}

async function refuseOtherMajor(base: string, wanted: string): Promise<void> {
  const found = (await readdir(base)).filter((entry) => /^pg\d+$/.test(entry));
  if (found.includes(wanted)) return;
  throw new AppError(
    'database-unavailable',
    `${base} has data of PostgreSQL ${found[0]?.slice(2)}, and this program brings PostgreSQL ${wanted.slice(2)}: ` +
      'start the version that made it and export from there, or choose another DATA_DIR.',
  );
}

async function enterableHome(): Promise<string> {
  const home = join(sharedHome, 'data');
  await mkdir(home, { recursive: true });
  // Whatever the umask was.
  await chmod(sharedHome, 0o755);
  await chmod(home, 0o755);
  return home;
}

async function publish(making: string, home: string, base: string, name: string, log: Log): Promise<void> {
  try {
    if (home === base) {
      await rename(making, join(base, name));
      return;
    }
    // The link moves with `base`, and a `base` that was deleted and made anew starts empty, as one expects.
    const final = join(home, `${name}-${randomBytes(6).toString('hex')}`);
    await rename(making, final);
    try {
      await symlink(final, join(base, name));
      log.info({ folder: final }, 'The data folder is closed to the server, so the database lies elsewhere.');
    } catch (error) {
      await rm(final, { recursive: true, force: true });
      throw error;
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST' && code !== 'ENOTEMPTY') throw error;
  }
}

async function initialize(
  binaries: PostgresBinaries,
  folder: string,
  user: PostgresUser | undefined,
): Promise<void> {
  const args = ['-D', folder, '-U', superuser, '--auth=trust', '--encoding=UTF8', '--no-instructions'];
  args.push('--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C');
  try {
    await runProcess(join(binaries.folder, 'bin', 'initdb'), args, {
      cwd: '/',
      env: serverEnvironment,
      timeoutMs: 120_000,
      ...(user && { runAs: user }),
    });
  } catch (error) {
    if (!isAppError(error, 'process-failed')) throw error;
    throw new AppError(
      'database-unavailable',
      `The embedded database could not be made in ${folder}: ${error.message}`,
      { cause: error },
    );
  }
}

/** What killed processes left half made. */
async function removeAbandoned(home: string): Promise<void> {
  for (const entry of await readdir(home)) {
    const maker = /^pg\d+\.init\.(\d+)\./.exec(entry)?.[1];
    if (maker !== undefined && !isProcessAlive(Number(maker))) {
      await rm(join(home, entry), { recursive: true, force: true });
    }
  }
}

export const serverEnvironment = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
