import { mkdir, readFile, statfs, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { probeFolder } from '../../domain/files/temporary-folders.ts';
import { type AppError, isAppError } from '../../kernel/errors.ts';
import { withScratchFolder } from '../../platform/files/scratch.ts';
import { storedBytesByKind, storedBytesByOwner, type StoredBytes } from '../../store/statistics.ts';
import type { ActionParts } from '../parts.ts';
import { readUsage, type StoreUsage } from './store-usage.ts';

export interface StorageReport {
  readonly kinds: readonly StoredBytes[];
  /** The ten largest. */
  readonly owners: readonly StoredBytes[];
  /** All that is kept, by the first part of its key. */
  readonly usage: StoreUsage;
  /** Of the disk that this machine works on. */
  readonly freeBytes: number;
  readonly diskBytes: number;
}

export async function readStorage({
  database: { db },
  files,
  scratchFolder,
}: Pick<ActionParts, 'database' | 'files' | 'scratchFolder'>): Promise<StorageReport> {
  await mkdir(scratchFolder, { recursive: true });
  const { bavail, blocks, bsize } = await statfs(scratchFolder);
  return {
    kinds: await storedBytesByKind(db),
    owners: await storedBytesByOwner(db, 10),
    usage: await readUsage(files),
    freeBytes: bavail * bsize,
    diskBytes: blocks * bsize,
  };
}

export const storeSteps = ['store', 'head', 'read', 'list', 'link', 'fetch', 'range', 'remove'] as const;
export type StoreStep = (typeof storeSteps)[number];

export interface StoreCheck {
  readonly step: StoreStep;
  readonly ok: boolean;
  readonly milliseconds: number;
  /** A store's `details.problem`, an error's reason, a code of the network, or words in English; empty where it is ok. */
  readonly problem: string;
}

const linkTimeoutMs = 5000;

/** Does with a file of its own everything that is done with files, step by step; each step is tried. */
export async function checkFileStore({
  files,
  scratchFolder,
}: Pick<ActionParts, 'files' | 'scratchFolder'>): Promise<StoreCheck[]> {
  const key = `${probeFolder}/${randomUUID()}.json`;
  const content = JSON.stringify({ check: key });
  const checks: StoreCheck[] = [];
  const attempt = async (step: StoreStep, work: () => Promise<void>) => {
    const startedAt = performance.now();
    const problem = await work().then(() => '', problemOf);
    const milliseconds = Math.round(performance.now() - startedAt);
    checks.push({ step, ok: problem === '', milliseconds, problem });
  };
  await attempt('store', async () => {
    await withScratchFolder(scratchFolder, async (folder) => {
      const path = join(folder, 'check.json');
      await writeFile(path, content);
      await files.store(key, { path, mime: 'application/json' });
    });
  });
  await attempt('head', async () => {
    const found = await files.find(key);
    if (found?.bytes !== Buffer.byteLength(content))
      throw new Error('the file is not there as it was stored');
  });
  await attempt('read', async () => {
    expectSame(await readFile((await files.open(key)).path, 'utf8'), content);
  });
  await attempt('list', async () => {
    for await (const found of files.list(probeFolder)) if (found.key === key) return;
    throw new Error('the file is not listed');
  });
  let link: URL | undefined;
  await attempt('link', async () => {
    link = await files.link(key, 60);
  });
  await attempt('fetch', async () => {
    expectSame(await fetchText(link, 200), content);
  });
  await attempt('range', async () => {
    expectSame(await fetchText(link, 206, { range: 'bytes=2-9' }), content.slice(2, 10));
  });
  await attempt('remove', async () => {
    await files.remove(key);
    if (await files.exists(key)) throw new Error('the file is still there');
  });
  return checks;
}

async function fetchText(link: URL | undefined, status: number, headers = {}): Promise<string> {
  if (!link) throw new Error('there is no link');
  const signal = AbortSignal.timeout(linkTimeoutMs);
  const answer = await fetch(link, { headers, signal, redirect: 'error' });
  const text = await answer.text();
  if (answer.status !== status) throw new Error(`HTTP ${answer.status}`);
  return text;
}

function expectSame(found: string, stored: string): void {
  if (found !== stored) throw new Error('what came back is not what was stored');
}

/** What is wrong with a store, as texts know it. */
export function storeProblem({ details, reason }: AppError): string {
  return typeof details.problem === 'string' ? details.problem : reason;
}

/** Errors of the network name the address, and with it the link's signature. */
function problemOf(error: unknown): string {
  if (isAppError(error)) return storeProblem(error);
  if (!(error instanceof Error)) return 'unknown';
  if (error.name === 'TimeoutError') return `no answer within ${linkTimeoutMs / 1000} s`;
  const { code } = (error.cause ?? error) as { code?: unknown };
  if (typeof code === 'string') return code;
  return error.message.replace(/https?:\/\/\S+/g, '…').slice(0, 120);
}
