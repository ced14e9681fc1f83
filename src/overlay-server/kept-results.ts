import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../kernel/errors.ts';
import { writeFileAtomically } from '../platform/files/atomic-write.ts';

const endedJob = z.object({
  state: z.enum(['completed', 'failed']),
  /** Of `completed`: the file's name, and what stands in its link so that nobody guesses it. */
  file: z.string().optional(),
  secret: z.string().optional(),
  /** Where it was put instead, without what the link was signed by. */
  putAt: z.string().optional(),
  processingSeconds: z.number(),
  error: z.string().optional(),
  endedAtMs: z.number(),
  /** By which a request that comes again finds it. */
  idempotencyKey: z.string().optional(),
  fingerprint: z.string(),
});
export type EndedJob = z.infer<typeof endedJob>;

export const fileMimes: Readonly<Record<string, string>> = {
  '.webm': 'video/webm',
  '.mov': 'video/quicktime',
};

/** Ended jobs on disk, a folder each: they outlive the process, and are gone after their time. */
export interface KeptResults {
  /** Those that are still there, by id. */
  readonly ended: ReadonlyMap<string, EndedJob>;
  /** Keeps an overlay, which is moved, under a secret of its own. */
  keep(id: string, overlayPath: string): Promise<{ readonly file: string; readonly secret: string }>;
  end(id: string, job: EndedJob): Promise<void>;
  /** Throws `not-found` for whatever else, whether it was ever there or not. */
  open(
    id: string,
    secret: string,
  ): Promise<{ readonly path: string; readonly mime: string; readonly bytes: number }>;
  /** Removes what is older than it is kept for. */
  sweep(now: Date): Promise<void>;
}

const jobFile = 'job.json';

export async function openKeptResults(folder: string, keptForMs: number): Promise<KeptResults> {
  await mkdir(folder, { recursive: true });
  const ended = await readEnded(folder);
  return {
    ended,
    keep: async (id, overlayPath) => {
      const file = `overlay${extname(overlayPath)}`;
      await mkdir(join(folder, id), { recursive: true });
      await rename(overlayPath, join(folder, id, file));
      return { file, secret: randomBytes(24).toString('base64url') };
    },
    end: async (id, job) => {
      await writeFileAtomically(join(folder, id, jobFile), JSON.stringify(job));
      ended.set(id, job);
    },
    open: async (id, secret) => {
      const job = ended.get(id);
      const isRight = job?.file !== undefined && job.secret !== undefined && job.secret === secret;
      const path = isRight ? join(folder, id, job.file ?? '') : undefined;
      const bytes = path === undefined ? undefined : await bytesOf(path);
      if (path === undefined || bytes === undefined) {
        throw new AppError('not-found', 'There is no such file; results are kept for an hour.');
      }
      return { path, bytes, mime: fileMimes[extname(path)] ?? 'application/octet-stream' };
    },
    sweep: async (now) => {
      for (const [id, { endedAtMs }] of ended) {
        if (now.getTime() - endedAtMs <= keptForMs) continue;
        ended.delete(id);
        await rm(join(folder, id), { recursive: true, force: true });
      }
    },
  };
}

async function bytesOf(path: string): Promise<number | undefined> {
  return await stat(path).then(
    ({ size }) => size,
    () => undefined,
  );
}

/** What a process that was killed left without an end is of no use to anybody. */
async function readEnded(folder: string): Promise<Map<string, EndedJob>> {
  const ended = new Map<string, EndedJob>();
  for (const id of await readdir(folder)) {
    const job = await readJob(join(folder, id, jobFile));
    if (job) ended.set(id, job);
    else await rm(join(folder, id), { recursive: true, force: true });
  }
  return ended;
}

async function readJob(path: string): Promise<EndedJob | undefined> {
  try {
    return endedJob.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    // Half written, or of another version.
    return undefined;
  }
}
