import { isAppError } from '../../kernel/errors.ts';
import { withScratchFolder } from '../../platform/files/scratch.ts';
import type { InputFile, WorkContext } from '../../ports/work.ts';
import type { ActionParts } from '../parts.ts';

/** A file for the chat, and the key that its copy at Telegram is known by. */
export interface ShownFile {
  readonly file: InputFile;
  readonly contentKey: string;
  /** Of a sound, where it is known. */
  readonly durationSeconds?: number;
}

const timeoutMs = 60_000;

/** The file under the key, made and kept at the first call. `make` gives its path in the work folder. */
export async function keptDrawing(
  parts: Pick<ActionParts, 'files' | 'scratchFolder'>,
  key: string,
  mime: string,
  make: (context: WorkContext) => Promise<string>,
): Promise<ShownFile> {
  return { file: (await kept(parts, key)) ?? (await makeAndKeep(parts, key, mime, make)), contentKey: key };
}

/** Opened without being looked for first: each is a request where files are kept in a bucket. */
async function kept({ files }: Pick<ActionParts, 'files'>, key: string): Promise<InputFile | undefined> {
  return await files.open(key).catch((error: unknown) => {
    if (isAppError(error, 'not-found')) return undefined;
    throw error;
  });
}

async function makeAndKeep(
  { files, scratchFolder }: Pick<ActionParts, 'files' | 'scratchFolder'>,
  key: string,
  mime: string,
  make: (context: WorkContext) => Promise<string>,
): Promise<InputFile> {
  return await withScratchFolder(scratchFolder, async (workFolder) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const path = await make({ signal, workFolder, reportProgress: () => undefined });
    return await files.store(key, { path, mime });
  });
}
