import { stat } from 'node:fs/promises';
import { sha256OfFile } from '../platform/files/sha256.ts';
import type { InputFile } from '../ports/work.ts';

/** A file of ours as a port wants it. */
export async function inputFileAt(path: string, mime: string): Promise<InputFile> {
  const [sha256, { size }] = await Promise.all([sha256OfFile(path), stat(path)]);
  return { path, sha256, mime, bytes: size };
}
