import { chmod, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AppError } from '../../kernel/errors.ts';
import type { Log } from '../log/log.ts';
import { findPostgresBinaries } from './postgres-binaries.ts';
import { ensureCluster, existingCluster, sharedHome } from './postgres-cluster.ts';
import { createLauncher, type PostgresLauncher, type ServerPlace } from './postgres-launcher.ts';
import { type EmbeddedConnection, joinServer, leaveServer, type Presence } from './postgres-presence.ts';
import { postgresUserFor } from './postgres-user.ts';
import { makeSocketFolder } from './socket-folder.ts';

export interface StartEmbeddedPostgresOptions {
  /** Absolute or relative to the current folder; made if missing. Holds the data, its log, nothing else. */
  readonly dataFolder: string;
  readonly log: Log;
  /** For the server to answer, once its data folder exists. 30 s by default. */
  readonly timeoutMs?: number;
  /** Called when a process of PostgreSQL's is at work: this one has nothing to do for it for a while. */
  onWorking?(): void;
}

export interface EmbeddedPostgres {
  readonly connection: EmbeddedConnection;
  readonly url: string;
  /** Whether this call started the server or found it running. */
  readonly how: 'started' | 'adopted';
  /** Leaves the server; the last one out of all processes stops it, and is told so by `true`. */
  stop(): Promise<boolean>;
}

/**
 * A real PostgreSQL from npm's binaries on a Unix socket, shared by all processes that use the same folder. It outlives
 * the process that started it by a kill, and is then found again. If the server itself is killed, a process that
 * uses it starts it anew; what was committed is there. Throws `database-unavailable`.
 */
export async function startEmbeddedPostgres(
  options: StartEmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  if (process.platform === 'win32') {
    throw new AppError(
      'database-unavailable',
      'The embedded database needs Unix sockets, which Node.js has not on Windows: set DATABASE_URL, or use WSL.',
    );
  }
  const timeoutMs = options.timeoutMs ?? 30_000;
  const place = await preparePlace(resolve(options.dataFolder), options);
  const launcher = createLauncher(place, options.onWorking);
  const keeper = createKeeper(place, launcher, options.log, timeoutMs);
  const first = await keeper.join();
  const { host, port, user, database } = first.connection;
  options.log.info({ how: first.how, folder: place.dataFolder }, 'The embedded database is ready.');
  return {
    connection: first.connection,
    url: `postgresql://${user}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`,
    how: first.how,
    stop: () => keeper.stop(),
  };
}

async function preparePlace(base: string, options: StartEmbeddedPostgresOptions): Promise<ServerPlace> {
  try {
    const existing = await existingCluster(base);
    const user = await postgresUserFor(existing);
    if (existing === undefined) await makeBase(base);
    const copyTo = process.getuid?.() === 0 ? join(sharedHome, 'bin') : join(base, 'bin');
    const binaries = await findPostgresBinaries({ user, copyTo });
    const dataFolder = await ensureCluster(base, binaries, user, options);
    const socketFolder = await makeSocketFolder(dataFolder, user);
    return { binaries, dataFolder, socketFolder, user, logFile: join(base, 'server.log') };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof AppError || code === undefined) throw error;
    throw new AppError(
      code === 'ENOSPC' ? 'disk-full' : 'database-unavailable',
      `The embedded database's folder ${base} can't be used: ${(error as Error).message}.`,
      { cause: error },
    );
  }
}

async function makeBase(base: string): Promise<void> {
  await mkdir(base, { recursive: true });
  // Root's server runs as somebody else, who must be able to pass, whatever the umask was.
  if (process.getuid?.() === 0) await chmod(base, 0o755);
}

/** pg has these, its type package not yet. */
interface Referable {
  ref(): void;
  unref(): void;
}

interface Keeper {
  join(): Promise<Presence>;
  stop(): Promise<boolean>;
}

/** Holds this process's presence, and brings the server back when it ends without being asked to. */
function createKeeper(place: ServerPlace, launcher: PostgresLauncher, log: Log, timeoutMs: number): Keeper {
  let presence: Presence | undefined;
  let reviving: Promise<void> | undefined;
  let stopping = false;
  const join = async (): Promise<Presence> => {
    const joined = await joinServer(place, launcher, timeoutMs);
    presence = joined;
    joined.client.once('end', () => {
      if (stopping) return;
      presence = undefined;
      reviving = revive();
    });
    // Forgetting to stop must not keep a finished program from ending.
    (joined.client as unknown as Referable).unref();
    return joined;
  };
  const revive = async (): Promise<void> => {
    log.warn({ folder: place.dataFolder }, 'The embedded database ended unexpectedly; it is started again.');
    try {
      const { how } = await join();
      log.info({ how }, 'The embedded database is back.');
    } catch (error) {
      log.error({ err: error }, 'The embedded database could not be started again.');
    }
  };
  const stop = async (): Promise<boolean> => {
    if (stopping) return false;
    stopping = true;
    await reviving;
    if (!presence) return false;
    (presence.client as unknown as Referable).ref();
    const stopped = await leaveServer(presence, place).catch((error: unknown) => {
      log.warn({ err: error }, 'The embedded database was gone before it was left.');
      return false;
    });
    log.debug({ stopped }, 'Left the embedded database.');
    return stopped;
  };
  return { join, stop };
}
