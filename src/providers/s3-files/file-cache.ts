import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { fileKeyParts, isFileKey } from '../../domain/files/file-key.ts';
import { sweepScratch, withScratchFolder } from '../../platform/files/scratch.ts';
import { sha256 } from '../../platform/files/sha256.ts';
import {
  type CachedFile,
  type Facts,
  factsName,
  readVersion,
  removeEmptyFolders,
  touch,
  versionMark,
} from './cached-version.ts';
import { trimCache, type TrimRules } from './trim-cache.ts';

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

const incomingName = '.incoming';
const trimEveryMs = 15 * 60_000;
const trimShare = 0.1;

/** Copies of objects by key, each as it was at one time. */
export async function createFileCache(options: TrimRules): Promise<FileCache> {
  const { folder, maxBytes } = options;
  const incoming = join(folder, incomingName);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await sweepScratch(incoming);
  const folderOf = (key: string) => join(folder, ...fileKeyParts(key));
  const trim = async () => await trimCache(options);
  const isVersion = (name: string) => name.startsWith(versionMark);
  const dropEntries = async (from: string, isWanted: (name: string) => boolean) => {
    await removeEntries(from, isWanted);
    await removeEmptyFolders(from, folder);
  };
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
    drop: async (key) => await dropEntries(folderOf(key), isVersion),
    dropBelow: async (keyParts) => await dropEntries(folderOf(keyParts), (name) => !isVersion(name)),
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
