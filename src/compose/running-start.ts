import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomically } from '../platform/files/atomic-write.ts';
import { isProcessAlive } from '../platform/process/process-alive.ts';

const schema = z.object({ pid: z.number(), link: z.string(), run: z.string() });
export type RunningStart = z.infer<typeof schema>;

const healthTimeoutMs = 1000;

const fileIn = (dataFolder: string): string => join(dataFolder, 'running.json');

/** Leaves word, for other starts in the same data folder, of who answers where. */
export async function announceStart(dataFolder: string, start: RunningStart): Promise<void> {
  await writeFileAtomically(fileIn(dataFolder), JSON.stringify(start));
}

export async function withdrawStart(dataFolder: string, run: string): Promise<void> {
  if ((await read(dataFolder))?.run === run) await rm(fileIn(dataFolder), { force: true });
}

/** The one that runs there, if it still does: a killed one leaves its word behind, and its process id may be reused. */
export async function findRunningStart(dataFolder: string): Promise<RunningStart | undefined> {
  const found = await read(dataFolder);
  if (!found || !isProcessAlive(found.pid)) return undefined;
  const health = await fetch(new URL('health', found.link), { signal: AbortSignal.timeout(healthTimeoutMs) })
    .then((answer) => answer.json() as Promise<{ run?: string }>)
    .catch(() => undefined);
  return health?.run === found.run ? found : undefined;
}

async function read(dataFolder: string): Promise<RunningStart | undefined> {
  try {
    return schema.parse(JSON.parse(await readFile(fileIn(dataFolder), 'utf8')));
  } catch {
    return undefined;
  }
}
