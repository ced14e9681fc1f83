import { copyFile } from 'node:fs/promises';
import { AppError, isAppError } from '../kernel/errors.ts';
import { writeAtomically } from '../platform/files/atomic-write.ts';
import type { ActionParts } from './parts.ts';

/** Puts a kept file where the user wants it. */
export async function fetchFile({ files }: ActionParts, key: string, destination: string): Promise<void> {
  await copyWhole((await files.open(key)).path, destination);
}

/** Copies a file whole or not at all. Throws `disk-full` or `invalid-output`. */
export async function copyWhole(path: string, destination: string): Promise<void> {
  try {
    await writeAtomically(destination, async (part) => await copyFile(path, part));
  } catch (cause) {
    if (isAppError(cause)) throw cause;
    const { code } = cause as NodeJS.ErrnoException;
    throw new AppError('invalid-output', `${destination} can't be written (${code}).`, { cause });
  }
}
