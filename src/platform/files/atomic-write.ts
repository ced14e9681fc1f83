import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { namingDiskFull } from './disk-full.ts';

/**
 * Gives `write` a path beside the target, with the same extension, and puts what it wrote there in the target's place:
 * at every moment the target is missing, the old or the new file, whole. Throws `disk-full`.
 */
export async function writeAtomically(
  path: string,
  write: (partPath: string) => Promise<void>,
): Promise<void> {
  const folder = dirname(path);
  const extension = extname(path);
  const name = `.${basename(path, extension)}.${process.pid}-${randomBytes(4).toString('hex')}.part${extension}`;
  const partPath = join(folder, name);
  await namingDiskFull(folder, async () => {
    await mkdir(folder, { recursive: true });
    try {
      await write(partPath);
      await flush(partPath);
      await rename(partPath, path);
    } finally {
      await rm(partPath, { force: true });
    }
  });
}

export async function writeFileAtomically(path: string, content: string | Uint8Array): Promise<void> {
  await writeAtomically(path, (partPath) => writeFile(partPath, content));
}

/** Otherwise a power cut after the rename may leave an empty file under the final name. */
async function flush(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
