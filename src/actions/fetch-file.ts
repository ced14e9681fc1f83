import { copyFile, rename, rm } from 'node:fs/promises';
import { AppError } from '../kernel/errors.ts';
import type { ActionParts } from './parts.ts';

/** Puts a kept file where the user wants it. */
export async function fetchFile({ files }: ActionParts, key: string, destination: string): Promise<void> {
  await copyWhole((await files.open(key)).path, destination);
}

/** Copies a file whole or not at all. Throws `disk-full` or `invalid-output`. */
export async function copyWhole(path: string, destination: string): Promise<void> {
  const part = `${destination}.${process.pid}.part`;
  try {
    await copyFile(path, part);
    await rename(part, destination);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const full = code === 'ENOSPC' || code === 'EDQUOT';
    throw new AppError(
      full ? 'disk-full' : 'invalid-output',
      full
        ? `The disk is full: ${destination} was not written.`
        : `${destination} can't be written (${code}).`,
      { cause },
    );
  } finally {
    await rm(part, { force: true });
  }
}
