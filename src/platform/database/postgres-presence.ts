import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { AppError } from '../../kernel/errors.ts';
import { isProcessAlive } from '../process/process-alive.ts';
import { superuser } from './postgres-cluster.ts';
import type { PostgresLauncher, ServerPlace } from './postgres-launcher.ts';
import { readPostmasterFile } from './postmaster-file.ts';

/**
 * Every process that uses the server holds this lock in shared mode for as long as it does; the one that leaves stops
 * the server only if it can have it alone. A kill frees it. Two integers, so it can't clash with `hashtextextended` keys.
 */
const presenceLock = '8517, 1';

export interface EmbeddedConnection {
  /** The folder of the Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
}

export interface Presence {
  readonly client: pg.Client;
  readonly connection: EmbeddedConnection;
  readonly how: 'started' | 'adopted';
}

/** A server that fails to start this often in a row has a lasting reason; a killed one's leftovers need some tries. */
const maxStarts = 25;

/** Joins the server that runs, or starts one; of several processes that do so at once one starts it. */
export async function joinServer(
  place: ServerPlace,
  launcher: PostgresLauncher,
  timeoutMs: number,
): Promise<Presence> {
  const deadline = performance.now() + timeoutMs;
  let starts = 0;
  let lastError: unknown;
  while (performance.now() < deadline && starts < maxStarts) {
    try {
      const joined = await tryJoin(place);
      if (joined) return { ...joined, how: launcher.isRunning() ? 'started' : 'adopted' };
    } catch (error) {
      lastError = error;
    }
    const startedBefore = starts;
    starts = await launcher.ensureStarted();
    await delay(starts > startedBefore && starts > 1 ? 250 : 15);
  }
  const words = await launcher.lastWords();
  throw new AppError(
    'database-unavailable',
    `The embedded database in ${place.dataFolder} did not start: ${words || String(lastError)}`,
    { cause: lastError },
  );
}

async function tryJoin(place: ServerPlace): Promise<Omit<Presence, 'how'> | undefined> {
  const file = await readPostmasterFile(place.dataFolder);
  if (!file) return undefined;
  // Whoever started it may have another temporary folder.
  const connection = {
    host: file.socketFolder || place.socketFolder,
    port: 5432,
    user: superuser,
    database: 'postgres',
  };
  const client = new pg.Client({
    ...connection,
    application_name: 'ugc-presence',
    connectionTimeoutMillis: 5000,
    // Whoever stops the server holds the lock until it is down.
    query_timeout: 10_000,
  });
  // A server that ends under us is noticed by the 'end' event.
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query(`select pg_advisory_lock_shared(${presenceLock})`);
    return { client, connection };
  } catch (error) {
    client.end().catch(() => {});
    throw error;
  }
}

/** Gives up the presence; true if it was the last one and the server has been stopped. */
export async function leaveServer(presence: Presence, place: ServerPlace): Promise<boolean> {
  const { client } = presence;
  await client.query(`select pg_advisory_unlock_shared(${presenceLock})`);
  const { rows } = await client.query<{ alone: boolean }>(
    `select pg_try_advisory_lock(${presenceLock}) as alone`,
  );
  if (!rows[0]?.alone) {
    await client.end();
    return false;
  }
  const file = await readPostmasterFile(place.dataFolder);
  if (file) await endServer(file.pid);
  await client.end().catch(() => {});
  return true;
}

async function endServer(pid: number): Promise<void> {
  // PostgreSQL's fast shutdown: open transactions are rolled back, everything else is written.
  process.kill(pid, 'SIGINT');
  const deadline = performance.now() + 30_000;
  while (isProcessAlive(pid) && performance.now() < deadline) await delay(10);
}
