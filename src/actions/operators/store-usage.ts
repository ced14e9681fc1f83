import { lentFolder, probeFolder } from '../../domain/files/temporary-folders.ts';
import { isAppError } from '../../kernel/errors.ts';
import type { FilesPort } from '../../ports/files.ts';

/** What the keys of all files begin with. */
const folders = ['results', 'uploads', 'presenters', 'checks', 'drawings', lentFolder, probeFolder] as const;
export type StoreFolder = (typeof folders)[number];

export interface FolderUsage {
  readonly folder: StoreFolder;
  readonly count: number;
  readonly bytes: number;
}

export interface StoreUsage {
  /** Those that hold something. */
  readonly folders: readonly FolderUsage[];
  /** False where there is more than was counted. */
  readonly isWhole: boolean;
  /** Why it could not be counted to the end: a reason, or a store's `details.problem`. */
  readonly problem: string | undefined;
}

/** A bucket is read a thousand files a request, each of which costs: an operator waits seconds, not minutes. */
const mostFiles = 20_000;
const longestMs = 8000;

/** Counts what is kept, folder by folder, up to a bound. */
export async function readUsage(
  files: Pick<FilesPort, 'list'>,
  bounds = { mostFiles, longestMs },
): Promise<StoreUsage> {
  const startedAt = performance.now();
  const counted: FolderUsage[] = [];
  let left = bounds.mostFiles;
  for (const folder of folders) {
    const usage = { folder, count: 0, bytes: 0 };
    counted.push(usage);
    try {
      for await (const { bytes } of files.list(folder)) {
        if (left === 0 || performance.now() - startedAt > bounds.longestMs) return report(counted, false);
        left -= 1;
        usage.count += 1;
        usage.bytes += bytes;
      }
    } catch (error) {
      if (!isAppError(error)) throw error;
      const { problem = error.reason } = error.details;
      return report(counted, false, String(problem));
    }
  }
  return report(counted, true);
}

function report(counted: readonly FolderUsage[], isWhole: boolean, problem?: string): StoreUsage {
  return { folders: counted.filter(({ count }) => count > 0), isWhole, problem };
}
