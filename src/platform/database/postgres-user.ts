import { readFile, stat } from 'node:fs/promises';
import { AppError, isAppError } from '../../kernel/errors.ts';
import { runProcess } from '../process/run-process.ts';

/** Whom the server runs as. */
export interface PostgresUser {
  readonly uid: number;
  readonly gid: number;
}

/**
 * PostgreSQL refuses to run as root: then it runs as the owner of its existing files, else as `postgres`, else as
 * `nobody`. Undefined when this process is no root and the server simply runs as the same user.
 * A bare uid without an entry in /etc/passwd would not do: initdb looks its name up.
 */
export async function postgresUserFor(existingData: string | undefined): Promise<PostgresUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  if (existingData !== undefined) {
    const owner = await stat(existingData);
    if (owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  }
  const entries = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const entry = entries.find((fields) => fields[0] === name);
    if (entry) return { uid: Number(entry[2]), gid: Number(entry[3]) };
  }
  throw new AppError(
    'database-unavailable',
    'The embedded database cannot run as root, and this machine has neither a user postgres nor nobody: ' +
      'start as an ordinary user, or set DATABASE_URL.',
  );
}

/** Whether that user may pass through every folder on the way, e.g. not through /root. */
export async function canEnter(folder: string, user: PostgresUser | undefined): Promise<boolean> {
  return await succeedsAs(user, '/bin/sh', ['-c', 'cd "$0"', folder]);
}

export async function succeedsAs(
  user: PostgresUser | undefined,
  command: string,
  args: readonly string[],
): Promise<boolean> {
  try {
    await runProcess(command, args, { cwd: '/', timeoutMs: 20_000, ...(user && { runAs: user }) });
    return true;
  } catch (error) {
    // EACCES comes as Node's own error: the program could not even be started.
    if (isAppError(error, 'process-failed') || (error as NodeJS.ErrnoException).code === 'EACCES')
      return false;
    throw error;
  }
}
