import { createHash } from 'node:crypto';
import { chown, lstat, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../kernel/errors.ts';
import { canEnter, type PostgresUser } from './postgres-user.ts';

/** The shortest limit of a socket's path, macOS's 104 bytes, less `/.s.PGSQL.5432` and the closing zero. */
const maxFolderBytes = 104 - 15;

/**
 * A folder that only the server's user may enter: whoever can is let in without a password. It lies outside the data
 * folder because a socket's path must be short.
 */
export async function makeSocketFolder(dataFolder: string, user: PostgresUser | undefined): Promise<string> {
  const name = `ugc-pg-${createHash('sha256').update(dataFolder).digest('hex').slice(0, 12)}`;
  const folder = join(await temporaryFolder(user, name.length + 1), name);
  const uid = user?.uid ?? process.getuid?.();
  try {
    await mkdir(folder, { mode: 0o700 });
    if (user) await chown(folder, user.uid, user.gid);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const found = await lstat(folder);
  // Anybody may make a folder of that name in /tmp, and would then play the database.
  if (!found.isDirectory() || (found.uid !== uid && found.uid !== 0) || (found.mode & 0o077) !== 0) {
    throw new AppError(
      'database-unavailable',
      `${folder} is not a folder of uid ${uid} that is closed to others (mode 0700): remove it.`,
    );
  }
  if (user && found.uid !== user.uid) await chown(folder, user.uid, user.gid);
  return folder;
}

async function temporaryFolder(user: PostgresUser | undefined, nameBytes: number): Promise<string> {
  const own = tmpdir();
  const short = Buffer.byteLength(own) + nameBytes <= maxFolderBytes;
  return short && (await canEnter(own, user)) ? own : '/tmp';
}
