import { readFile } from 'node:fs/promises';
import { type Blocklist, emptyBlocklist, parseBlocklist } from '../domain/script/blocklist.ts';
import { AppError } from '../kernel/errors.ts';

/** Throws `invalid-config` for a file that can't be read or has a line that names nothing. */
export async function loadBlocklist(path: string | undefined): Promise<Blocklist> {
  if (path === undefined) return emptyBlocklist;
  try {
    return parseBlocklist(await readFile(path, 'utf8'));
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const { code } = cause as NodeJS.ErrnoException;
    throw new AppError(
      'invalid-config',
      `BLOCKLIST_FILE is ${path}, which can't be read (${code}); a text file is allowed.`,
      { cause, details: { variable: 'BLOCKLIST_FILE' } },
    );
  }
}
