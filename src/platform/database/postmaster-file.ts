import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isProcessAlive } from '../process/process-alive.ts';

/** What a running server writes into its data folder. */
export interface PostmasterFile {
  readonly pid: number;
  /** Empty where the server was killed before it had written the line. */
  readonly socketFolder: string;
}

/** Undefined when no server runs there and none was killed there. */
export async function readPostmasterFile(dataFolder: string): Promise<PostmasterFile | undefined> {
  const text = await readFile(join(dataFolder, 'postmaster.pid'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  // Lines: pid, data folder, start time, port, socket folder, listen address, shared memory key, status.
  const lines = text.split('\n');
  return { pid: Number(lines[0]), socketFolder: lines[4] ?? '' };
}

/**
 * The killed server's process id may belong to another program of the same user after a container's restart, or to its
 * own remains that nobody collected where there is no init: PostgreSQL would refuse to start for ever. The file is kept
 * but given our own id, which PostgreSQL takes for stale in a child of ours; its shared memory key still guards against
 * orphaned backends. Linux only.
 */
export async function disownDeadServer(dataFolder: string): Promise<void> {
  const file = await readPostmasterFile(dataFolder);
  if (!file || file.pid === process.pid || (await isPostgres(file.pid))) return;
  const path = join(dataFolder, 'postmaster.pid');
  const rest = (await readFile(path, 'utf8')).split('\n').slice(1);
  await writeFile(path, [String(process.pid), ...rest].join('\n'));
}

async function isPostgres(pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  if (!isProcessAlive(pid)) return false;
  const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  // Empty for the moment between fork and exec.
  return commandLine === '' || commandLine.includes('postgres');
}
