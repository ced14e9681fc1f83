import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import type { AppError } from '../../src/kernel/errors.ts';
import { silentLog } from '../../src/platform/log/log.ts';
import { createS3Files, type S3Files, type S3FilesOptions } from '../../src/providers/s3-files/provider.ts';
import type { S3Failure } from '../doubles/s3-faults.ts';
import { type S3Double, startS3Double } from '../doubles/s3-server.ts';

/** A bucket with a fault or two, and an impatient machine that keeps files in it; both are new for each test. */
export interface S3Scene {
  readonly bucket: S3Double;
  files: S3Files;
  readonly key: string;
  /** As another machine has: with no copies yet. */
  open(more?: Partial<S3FilesOptions>): Promise<S3Files>;
  draft(content?: string | Buffer, name?: string): Promise<{ path: string; mime: string }>;
  store(): Promise<{ sha256: string }>;
  storeElsewhere(content: Buffer): Promise<void>;
  read(): Promise<Buffer>;
  failureOf(work: () => Promise<unknown>): Promise<AppError>;
}

export const patience = { attempts: 3, firstPauseMs: 1, silenceMs: 2000 };

export function s3Scene(): S3Scene {
  const key = 'results/one.mp4';
  const scene = { key } as { -readonly [Name in keyof S3Scene]: S3Scene[Name] };
  let folder: string;
  let opened = 0;
  beforeAll(async () => {
    scene.bucket = await startS3Double();
    folder = await mkdtemp(join(tmpdir(), 's3-scene-'));
  });
  beforeEach(async () => {
    scene.bucket.reset();
    scene.files = await scene.open();
  });
  afterAll(async () => {
    await scene.bucket.close();
    await rm(folder, { recursive: true, force: true });
  });
  return Object.assign(scene, {
    open: async (more: Partial<S3FilesOptions> = {}) => {
      const cacheFolder = join(folder, `cache-${opened++}`);
      return await createS3Files({ ...scene.bucket, cacheFolder, log: silentLog, patience, ...more });
    },
    draft: async (content: string | Buffer = 'content', name = 'one.mp4') => {
      const path = join(folder, name);
      await writeFile(path, content);
      return { path, mime: 'video/mp4' };
    },
    store: async () => await scene.files.store(key, await scene.draft()),
    storeElsewhere: async (content: Buffer) => {
      await (await scene.open()).store(key, await scene.draft(content));
    },
    read: async () => await readFile((await scene.files.open(key)).path),
    failureOf: async (work: () => Promise<unknown>) => await failureOf(work, scene.bucket),
  });
}

/** The error, which must tell no secret, whatever it hangs on. */
async function failureOf(work: () => Promise<unknown>, bucket: S3Double): Promise<AppError> {
  const error: unknown = await work().then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  const told = inspect(error, { depth: 10, showHidden: true });
  for (const secret of [bucket.secretAccessKey, bucket.accessKeyId, 'Signature=', 'X-Amz-', 'results/']) {
    expect(told).not.toContain(secret);
  }
  return error as AppError;
}

export function answered(status: number, code?: string, headers = {}): S3Failure {
  return { kind: 'answer', status, headers, ...(code !== undefined && { code }) };
}
