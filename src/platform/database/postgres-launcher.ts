import { type ChildProcess, spawn } from 'node:child_process';
import { open, readFile, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { serverEnvironment } from './postgres-cluster.ts';
import type { PostgresUser } from './postgres-user.ts';
import { disownDeadServer } from './postmaster-file.ts';

export interface ServerPlace {
  readonly binaries: PostgresBinaries;
  readonly dataFolder: string;
  readonly socketFolder: string;
  readonly logFile: string;
  readonly user: PostgresUser | undefined;
}

/** Starts the server, at most one at a time of this process, and remembers why the last one ended. */
export interface PostgresLauncher {
  /** Does nothing while the last one started here still runs. Returns how many were started so far. */
  ensureStarted(): Promise<number>;
  isRunning(): boolean;
  /** The last lines that the server wrote since it was last started here. */
  lastWords(): Promise<string>;
}

/** Grown by error messages only; what is older than the last start is of no use once it is large. */
const maxLogBytes = 2_000_000;

/** `onStarted`: called when a server was started. */
export function createLauncher(place: ServerPlace, onStarted?: () => void): PostgresLauncher {
  let child: ChildProcess | undefined;
  let starts = 0;
  let logStart = 0;
  return {
    async ensureStarted() {
      if (child) return starts;
      await disownDeadServer(place.dataFolder);
      logStart = await prepareLog(place.logFile);
      const started = await spawnServer(place);
      child = started;
      starts += 1;
      onStarted?.();
      const ended = () => {
        if (child === started) child = undefined;
      };
      started.once('exit', ended);
      started.once('error', ended);
      return starts;
    },
    isRunning: () => child !== undefined,
    async lastWords() {
      const log = await readFile(place.logFile).catch(() => Buffer.alloc(0));
      return log.subarray(logStart).toString('utf8').trim().split('\n').slice(-3).join(' ');
    },
  };
}

async function prepareLog(path: string): Promise<number> {
  const bytes = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  if (bytes <= maxLogBytes) return bytes;
  await truncate(path);
  return 0;
}

/** Detached, with its own log file: it outlives the process that happened to start it, and its terminal's Ctrl-C. */
async function spawnServer(place: ServerPlace): Promise<ChildProcess> {
  const logFile = await open(place.logFile, 'a', 0o600);
  try {
    const child = spawn(join(place.binaries.folder, 'bin', 'postgres'), serverArguments(place), {
      cwd: '/',
      env: serverEnvironment,
      detached: true,
      stdio: ['ignore', logFile.fd, logFile.fd],
      ...(place.user && { uid: place.user.uid, gid: place.user.gid }),
    });
    child.unref();
    return child;
  } finally {
    await logFile.close();
  }
}

function serverArguments(place: ServerPlace): string[] {
  const settings: Record<string, string | number> = {
    listen_addresses: '',
    unix_socket_permissions: '0700',
    max_connections: 100,
    shared_buffers: '64MB',
    io_method: 'sync',
    // One machine, no replicas: less is written, and no process waits for subscribers.
    wal_level: 'minimal',
    max_wal_senders: 0,
    max_logical_replication_workers: 0,
    max_wal_size: '256MB',
    // A container's /dev/shm is often too small for parallel queries.
    max_parallel_workers_per_gather: 0,
    jit: 'off',
    // A failed statement's text may hold what a user typed.
    log_min_error_statement: 'panic',
    log_checkpoints: 'off',
  };
  const args = ['-D', place.dataFolder, '-k', place.socketFolder];
  for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`);
  return args;
}
