import { readFile, rmdir, stat, utimes } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';

/**
 * `<folder>/<key>/@<version>/<last part of the key>`: a version never changes, so that who reads one is not disturbed by
 * the next, and its path ends as the key does. No part of a key begins with '@' or a dot.
 */
export const versionMark = '@';
/** Beside the file: what is known of it; its time of change is when it was last asked for. */
export const factsName = '.facts.json';

/** A version of an object, as it lies on this machine. */
export interface CachedFile {
  readonly path: string;
  readonly etag: string;
  readonly mime: string;
  readonly sha256: string;
  readonly bytes: number;
}

export type Facts = Omit<CachedFile, 'path'>;

const factsSchema = z.object({ etag: z.string(), mime: z.string(), sha256: z.string(), bytes: z.number() });

/** Undefined where it is not whole. */
export async function readVersion(
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
export async function touch({ path }: CachedFile): Promise<boolean> {
  const now = new Date();
  return await utimes(join(dirname(path), factsName), now, now).then(
    () => true,
    () => false,
  );
}

/** Folders of keys that hold nothing any more, upwards from this one. */
export async function removeEmptyFolders(from: string, root: string): Promise<void> {
  for (let folder = from; folder !== root && folder.startsWith(root); folder = dirname(folder)) {
    const isGone = await rmdir(folder).then(
      () => true,
      (error: NodeJS.ErrnoException) => error.code === 'ENOENT',
    );
    if (!isGone) return;
  }
}
