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
  { files, scratchFolder }: Pick<ActionParts, 'files' | 'scratchFolder'>,
  key: string,
  mime: string,
  make: (context: WorkContext) => Promise<string>,
): Promise<ShownFile> {
  if (!(await files.exists(key))) {
    await withScratchFolder(scratchFolder, async (workFolder) => {
      const signal = AbortSignal.timeout(timeoutMs);
      const path = await make({ signal, workFolder, reportProgress: () => undefined });
      await files.store(key, { path, mime });
    });
  }
  return { file: await files.open(key), contentKey: key };
}
