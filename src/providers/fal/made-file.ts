import { stat } from 'node:fs/promises';
import { sha256OfFile } from '../../platform/files/sha256.ts';
import type { InputFile } from '../../ports/work.ts';

/** A file of our own making, to be handed on. */
export async function madeFile(path: string, mime: string): Promise<InputFile> {
  return { path, mime, sha256: await sha256OfFile(path), bytes: (await stat(path)).size };
}
