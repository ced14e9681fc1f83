import { copyFile, rm, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import {
  fileKeyParts,
  isFileKey,
  mimeOfFile,
  mimeOfFileKey,
  requireLinkLifetime,
} from '../../domain/files/file-key.ts';
import { systemClock } from '../../kernel/clock.ts';
import { AppError } from '../../kernel/errors.ts';
import { writeAtomically } from '../../platform/files/atomic-write.ts';
import { sha256OfFile } from '../../platform/files/sha256.ts';
import type { FilesPort, FileToStore, ListedFile } from '../../ports/files.ts';
import type { InputFile } from '../../ports/work.ts';
import { listKept } from './list-kept.ts';
import { loadLinkSecret } from './link-secret.ts';
import { signLink, verifyLink } from './signed-link.ts';

export interface LocalFilesOptions {
  readonly folder: string;
  /** Where our own server answers `/files/…`. */
  readonly publicUrl: string;
}

export interface LocalFiles extends FilesPort {
  /** The file that a link gives access to. Throws `link-invalid` or `not-found`. */
  openLink(url: URL): Promise<Omit<InputFile, 'sha256'>>;
}

/** Keeps files in a folder, with signed links that end. */
export async function createLocalFiles({ folder, publicUrl }: LocalFilesOptions): Promise<LocalFiles> {
  const secret = await loadLinkSecret(folder);
  const open = async (key: string) => await openKept(pathOfKey(folder, key), key);
  return {
    open,
    store: async (key, file) => await storeWhole(pathOfKey(folder, key), key, file),
    exists: async (key) => (await find(pathOfKey(folder, key), key)) !== undefined,
    find: async (key) => await find(pathOfKey(folder, key), key),
    keyOf: (path) => keyBelow(folder, path),
    list: (prefix) => listKept(pathOfKey(folder, prefix), prefix),
    remove: async (key) => await rm(pathOfKey(folder, key), { force: true }),
    removeBelow: async (keyParts) =>
      await rm(join(pathOfKey(folder, keyParts), sep), { recursive: true, force: true }),
    link: async (key, ttlSeconds) => {
      requireLinkLifetime(ttlSeconds);
      await statKept(pathOfKey(folder, key), key);
      return signLink(publicUrl, secret, key, Math.floor(systemClock.now().getTime() / 1000) + ttlSeconds);
    },
    openLink: async (url) => {
      const key = verifyLink(url, secret, systemClock.now());
      return await statKept(pathOfKey(folder, key), key);
    },
  };
}

async function storeWhole(path: string, key: string, file: FileToStore): Promise<InputFile> {
  await writeAtomically(path, async (part) => await copyFile(file.path, part));
  const { size } = await stat(path);
  return { path, sha256: await sha256OfFile(path), mime: mimeOfFile(key, file.mime), bytes: size };
}

async function openKept(path: string, key: string): Promise<InputFile> {
  return { ...(await statKept(path, key)), sha256: await sha256OfFile(path) };
}

/** Without reading it: a player asks for a video in many parts. */
async function statKept(path: string, key: string): Promise<Omit<InputFile, 'sha256'>> {
  const found = await find(path, key);
  if (!found) throw new AppError('not-found', `There is no file ${key} in our keeping.`);
  return { path, mime: mimeOfFileKey(key), bytes: found.bytes };
}

async function find(path: string, key: string): Promise<ListedFile | undefined> {
  const entry = await stat(path).catch(() => undefined);
  return entry?.isFile() ? { key, bytes: entry.size, storedAt: entry.mtime } : undefined;
}

function pathOfKey(folder: string, key: string): string {
  return join(folder, ...fileKeyParts(key));
}

function keyBelow(folder: string, path: string): string | undefined {
  const key = relative(folder, path).split(sep).join('/');
  return isFileKey(key) ? key : undefined;
}
