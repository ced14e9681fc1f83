import { mkdir, statfs } from 'node:fs/promises';
import { AppError } from '../../kernel/errors.ts';

/** Throws `disk-full` when the disk of the folder, which is made if missing, has less room than that. */
export async function requireFreeSpace(folder: string, bytes: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { bavail, bsize } = await statfs(folder);
  const freeBytes = bavail * bsize;
  if (freeBytes >= bytes) return;
  throw new AppError(
    'disk-full',
    `The disk of ${folder} has ${megabytes(freeBytes)} MB left, and ${megabytes(bytes)} MB are needed.`,
    { details: { folder, freeBytes, neededBytes: bytes } },
  );
}

/** Does the work; an error that means a full disk or an exhausted quota becomes `disk-full`, others pass. */
export async function namingDiskFull<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isDiskFull(error)
      ? new AppError('disk-full', `The disk of ${folder} is full.`, { details: { folder }, cause: error })
      : error;
  }
}

/** Also of ffmpeg and other programs: their last words are all they tell. */
function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') return true;
  return (
    error instanceof AppError &&
    error.reason === 'process-failed' &&
    /No space left on device|Disk quota exceeded/.test(error.message)
  );
}

function megabytes(bytes: number): number {
  return Math.floor(bytes / 1e6);
}
