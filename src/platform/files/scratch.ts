import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isProcessAlive } from '../process/process-alive.ts';
import { namingDiskFull } from './disk-full.ts';

/** Tells this process from an earlier one with the same id, as in a container that was started again. */
const run = randomBytes(4).toString('hex');

/** Gives `use` an empty folder below `root` and removes it when `use` is done, however it ends. */
export async function withScratchFolder<T>(root: string, use: (folder: string) => Promise<T>): Promise<T> {
  return await namingDiskFull(root, async () => {
    await mkdir(root, { recursive: true });
    const folder = await mkdtemp(join(root, `work-${process.pid}-${run}-`));
    try {
      return await use(folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}

/** Removes what processes that were killed left below `root`, and gives the number of folders removed. */
export async function sweepScratch(root: string): Promise<number> {
  const names = await readdir(root).catch(() => []);
  const abandoned = names.filter(isAbandoned);
  for (const name of abandoned) await rm(join(root, name), { recursive: true, force: true });
  return abandoned.length;
}

function isAbandoned(name: string): boolean {
  const [, pid, itsRun] = /^work-(\d+)-([0-9a-f]+)-/.exec(name) ?? [];
  if (pid === undefined) return false;
  return Number(pid) === process.pid ? itsRun !== run : !isProcessAlive(Number(pid));
}
