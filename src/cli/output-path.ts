import { access, constants, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { AppError } from '../kernel/errors.ts';

/** Refuses a place that can't be written, before any work is done for it. Gives the absolute path. */
export async function checkedOutputPath(path: string, option: string, extension: string): Promise<string> {
  const absolute = resolve(path);
  if (!absolute.toLowerCase().endsWith(extension)) {
    throw new AppError(
      'invalid-output',
      `${option} is ${path}; a name that ends in ${extension} is allowed.`,
    );
  }
  const refuse = (why: string, cause?: unknown) => {
    throw new AppError('invalid-output', `${option} ${path} can't be written: ${why}.`, { cause });
  };
  const entry = await stat(absolute).catch(() => undefined);
  if (entry?.isDirectory()) refuse('it is a folder');
  const folder = await stat(dirname(absolute)).catch(() => undefined);
  if (!folder?.isDirectory()) refuse(`the folder ${dirname(absolute)} does not exist`);
  await access(dirname(absolute), constants.W_OK).catch((cause: unknown) =>
    refuse(`you may not write into ${dirname(absolute)}`, cause),
  );
  if (entry)
    await access(absolute, constants.W_OK).catch((cause: unknown) => refuse('it is read-only', cause));
  return absolute;
}
