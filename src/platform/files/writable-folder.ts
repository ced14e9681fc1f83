import { randomBytes } from 'node:crypto';
import { access, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../../kernel/errors.ts';
import { namingDiskFull } from './disk-full.ts';

/**
 * Makes the folder if missing and writes a byte there, since rights alone tell too much to root and too little of
 * file systems that are read-only or not real. Throws `invalid-output` or `disk-full`.
 */
export async function requireWritableFolder(folder: string): Promise<void> {
  const probe = join(folder, `.${process.pid}-${randomBytes(4).toString('hex')}.probe`);
  try {
    await namingDiskFull(folder, async () => {
      await makeFolder(folder);
      await writeFile(probe, ' ', { flag: 'wx' });
    });
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError(
      'invalid-output',
      `Nothing can be written into the folder ${folder}: ${wordsOf(cause)}.`,
      { cause },
    );
  } finally {
    await rm(probe, { force: true }).catch(() => undefined);
  }
}

/** Node's own recursive `mkdir` never returns on a file system that has the parent and lets nobody make a child. */
async function makeFolder(folder: string): Promise<void> {
  const exists = async (path: string) =>
    await access(path).then(
      () => true,
      () => false,
    );
  if (await exists(folder)) return;
  const parent = dirname(folder);
  if (!(await exists(parent))) await makeFolder(parent);
  await mkdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}

function wordsOf(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === 'EACCES' || code === 'EPERM') return 'you have no right to';
  if (code === 'EROFS') return 'its file system is read-only';
  if (code === 'ENOTDIR' || code === 'EEXIST') return 'a part of its path is a file';
  return message.replace(/, open .*/, '');
}
