import { mkdir, open, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { z } from 'zod';
import { fileKeyParts, isFileKey } from '../../domain/files/file-key.ts';
import { sweepScratch, withScratchFolder } from '../../platform/files/scratch.ts';
import { sha256 } from '../../platform/files/sha256.ts';
import { trimCache } from './trim-cache.ts';

/** A version of an object, as it lies on this machine. */
export interface CachedFile {
  readonly path: string;
  readonly etag: string;
  readonly mime: string;
  readonly sha256: string;
  readonly bytes: number;
}

export type Facts = Omit<CachedFile, 'path'>;

export interface FileCacheOptions {
  /** Absolute; processes of one machine share it. */
  readonly folder: string;
  readonly maxBytes: number;
  /** What was opened so lately may still be read: it stays, even where that takes more than `maxBytes`. */
  readonly inUseMs: number;
  /** What nobody opened for so long goes: it may have been removed from the bucket by another machine. */
  readonly unusedMs: number;
}

export interface FileCache {
  find(key: string): Promise<CachedFile | undefined>;
  isThere(file: CachedFile): Promise<boolean>;
  /** Takes the file that `fill` writes to a path, once it is whole; none where `fill` gives no facts. */
  receive(key: string, fill: (path: string) => Promise<Facts | undefined>): Promise<CachedFile | undefined>;
  keyOf(path: string): string | undefined;
  drop(key: string): Promise<void>;
  dropBelow(keyParts: string): Promise<void>;
  trim(): Promise<void>;
}

/**
 * `<folder>/<key>/@<version>/<last part of the key>`: a version never changes, so that who reads one is not disturbed by
 * the next, and its path ends as the key does. No part of a key begins with '@' or a dot.
 */
export const versionMark = '@';
/** Beside the file: what is known of it; its time of change is when it was last asked for. */
export const factsName = '.facts.json';
const incomingName = '.incoming';
const trimEveryMs = 15 * 60_000;
const trimShare = 0.1;

const factsSchema = z.object({ etag: z.string(), mime: z.string(), sha256: z.string(), bytes: z.number() });

export async function createFileCache(options: FileCacheOptions): Promise<FileCache> {
  const { folder, maxBytes } = options;
  const incoming = join(folder, incomingName);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await sweepScratch(incoming);
  const folderOf = (key: string) => join(folder, ...fileKeyParts(key));
  const trim = async () => await trimCache(options);
  const note = trimNowAndThen(trim, maxBytes * trimShare);
  return {
    trim,
    isThere,
    find: async (key) => {
      note(0);
      return await newestVersion(folderOf(key), key);
    },
    receive: async (key, fill) =>
      await withScratchFolder(incoming, async (scratch) => {
        const draft = join(scratch, 'version');
        await mkdir(draft);
        const facts = await fill(join(draft, basename(key)));
        if (!facts) return undefined;
        await flush(join(draft, basename(key)));
        await writeFile(join(draft, factsName), JSON.stringify(facts));
        const place = join(folderOf(key), `${versionMark}${sha256(facts.etag).slice(0, 24)}`);
        await putInPlace(draft, place, key);
        note(facts.bytes);
        return { ...facts, path: join(place, basename(key)) };
      }),
    keyOf: (path) => {
      const parts = relative(folder, path).split(sep);
      const key = parts.slice(0, -2).join('/');
      return isFileKey(key) && parts.at(-2)?.startsWith(versionMark) ? key : undefined;
    },
    drop: async (key) => await removeEntries(folderOf(key), (name) => name.startsWith(versionMark)),
    dropBelow: async (keyParts) =>
      await removeEntries(folderOf(keyParts), (name) => !name.startsWith(versionMark)),
  };
}

/** Otherwise a power cut may leave a file of the right size without its content. */
async function flush(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Of several versions the one that came or was asked for last: the others stay for those who still read them. */
async function newestVersion(folder: string, key: string): Promise<CachedFile | undefined> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.startsWith(versionMark));
  const versions = await Promise.all(names.map(async (name) => await readVersion(join(folder, name), key)));
  const newest = versions
    .filter((version) => version !== undefined)
    .sort((left, right) => right.usedAtMs - left.usedAtMs)[0];
  return newest && (await touch(newest)) ? newest : undefined;
}

async function readVersion(
  folder: string,
  key: string,
): Promise<(CachedFile & { usedAtMs: number }) | undefined> {
  const path = join(folder, basename(key));
  const factsPath = join(folder, factsName);
  const [content, about, entry] = await Promise.all([
    readFile(factsPath, 'utf8').catch(() => ''),
    stat(factsPath).catch(() => undefined),
    stat(path).catch(() => undefined),
  ]);
  const facts = factsSchema.safeParse(parsed(content));
  if (!facts.success || !about || entry?.size !== facts.data.bytes) return undefined;
  return { ...facts.data, path, usedAtMs: about.mtimeMs };
}

function parsed(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

/** False where it was removed meanwhile. */
async function touch({ path }: CachedFile): Promise<boolean> {
  const now = new Date();
  return await utimes(join(dirname(path), factsName), now, now).then(
    () => true,
    () => false,
  );
}

async function isThere(file: CachedFile): Promise<boolean> {
  return (await touch(file)) && (await stat(file.path).catch(() => undefined))?.size === file.bytes;
}

/** Another process may have brought the same version, which stays, or removed the empty folder that it goes into. */
async function putInPlace(draft: string, place: string, key: string): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    await mkdir(dirname(place), { recursive: true, mode: 0o700 });
    try {
      await rename(draft, place);
      return;
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      const isTaken = ['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(code);
      const there = isTaken ? await readVersion(place, key) : undefined;
      if (there && (await touch(there))) return;
      if (attempt >= 3 || !(isTaken || code === 'ENOENT')) throw error;
      await rm(place, { recursive: true, force: true });
    }
  }
}

async function removeEntries(folder: string, isWanted: (name: string) => boolean): Promise<void> {
  const names = (await readdir(folder).catch(() => [])).filter(isWanted);
  await Promise.all(
    names.map(async (name) => await rm(join(folder, name), { recursive: true, force: true })),
  );
}

/** In the background, one at a time: when much came, and otherwise every quarter of an hour. */
function trimNowAndThen(trim: () => Promise<void>, afterBytes: number): (bytes: number) => void {
  let [bytes, trimmedAtMs, isTrimming] = [0, Number.NEGATIVE_INFINITY, false];
  return (more) => {
    bytes += more;
    const isDue = bytes > afterBytes || performance.now() - trimmedAtMs > trimEveryMs;
    if (!isDue || isTrimming) return;
    [bytes, trimmedAtMs, isTrimming] = [0, performance.now(), true];
    trim()
      .catch(() => undefined)
      .finally(() => {
        isTrimming = false;
      });
  };
}
