import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isFileKey } from '../../domain/files/file-key.ts';
import type { ListedFile } from '../../ports/files.ts';

/**
 * Walks a folder without holding more of it than one entry a level. What begins with a dot is not whole yet; what else
 * has no name of ours was put there by somebody and can't be asked for.
 */
export async function* listKept(path: string, key: string): AsyncIterable<ListedFile> {
  const entries = await opendir(path).catch(() => undefined);
  if (!entries) return;
  for await (const entry of entries) {
    if (!isFileKey(entry.name)) continue;
    const inner = { path: join(path, entry.name), key: `${key}/${entry.name}` };
    if (entry.isDirectory()) yield* listKept(inner.path, inner.key);
    else if (entry.isFile()) {
      const found = await stat(inner.path).catch(() => undefined);
      if (found) yield { key: inner.key, bytes: found.size, storedAt: found.mtime };
    }
  }
}
