import { createHash } from 'node:crypto';
import { statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectFolder = fileURLToPath(new URL('../../../', import.meta.url));

/** Linux keeps it in memory. */
const memoryFolder = '/dev/shm';
/** A whole run takes some 0.5 GB. In a container it is often of 64 MB. */
const enoughBytes = 2e9;

/**
 * Where the tests of this project and user keep their server and their scratch files: in memory where there is room.
 * A test makes and drops thousands of files, for which a disk's file system takes longer than the test for its work.
 */
export const testFolder = join(
  hasRoom(memoryFolder) ? memoryFolder : tmpdir(),
  `ugc-test-${process.getuid?.() ?? 0}-${createHash('sha256').update(projectFolder).digest('hex').slice(0, 8)}`,
);

/** By its size and not by what is free now: all processes must come to the same answer. */
function hasRoom(folder: string): boolean {
  try {
    const { blocks, bsize } = statfsSync(folder);
    return blocks * bsize >= enoughBytes;
  } catch {
    return false;
  }
}
