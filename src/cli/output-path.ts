import { access, constants, realpath, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { AppError } from '../kernel/errors.ts';
import { requireWritableFolder } from '../platform/files/writable-folder.ts';

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
  const folder = dirname(absolute);
  const folderEntry = await stat(folder).catch(() => undefined);
  if (!folderEntry?.isDirectory()) refuse(`the folder ${folder} does not exist`);
  const entry = await stat(absolute).catch(() => undefined);
  if (entry?.isDirectory()) refuse('it is a folder');
  if (entry && !entry.isFile()) refuse('it is a device, pipe or socket');
  if (entry) {
    await access(absolute, constants.W_OK).catch((cause: unknown) => refuse('it is read-only', cause));
  }
  await requireWritableFolder(folder);
  return absolute;
}

/** A result in the place of what it was made from would destroy the user's only copy. */
export async function refuseOverwriting(
  outputPath: string,
  inputs: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const target = await realpath(outputPath).catch(() => outputPath);
  for (const [option, path] of Object.entries(inputs)) {
    if (path === undefined || (await realpath(path).catch(() => resolve(path))) !== target) continue;
    throw new AppError(
      'invalid-output',
      `The result would replace ${path}, which --${option} gives; choose another name for it.`,
    );
  }
}
