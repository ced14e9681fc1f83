import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type { FileStore, IncomingFile } from '../media/file-store.ts';
import { ApiError } from '../wire/api-error.ts';

/** What people attach, until it is sent. */
export interface Uploads {
  add(
    file: { readonly name: string; readonly mime: string },
    content: AsyncIterable<Uint8Array>,
  ): Promise<string>;
  /** Once: the file is gone when `use` is done. */
  take<T>(uploadId: string, use: (file: IncomingFile) => Promise<T>): Promise<T>;
}

/** People may send far more than a bot may fetch. */
const mostUploadBytes = 512 << 20;
/** What was attached and never sent. */
const mostWaiting = 50;

export function createUploads(files: FileStore): Uploads {
  const waiting = new Map<string, IncomingFile>();

  async function forgetOldest(): Promise<void> {
    const [oldest] = waiting;
    if (oldest === undefined || waiting.size <= mostWaiting) return;
    waiting.delete(oldest[0]);
    await rm(oldest[1].path, { force: true });
  }

  return {
    async add({ name, mime }, content) {
      const plainName = name.replace(/^.*[/\\]/, '') || 'file';
      const file = await files.receive({ name: plainName, mime, maxBytes: mostUploadBytes }, content);
      if (file.isTooLarge) {
        await rm(file.path, { force: true });
        throw new ApiError(413, `At most ${mostUploadBytes} bytes are allowed, ${file.bytes} came.`);
      }
      const uploadId = randomBytes(12).toString('hex');
      waiting.set(uploadId, file);
      await forgetOldest();
      return uploadId;
    },
    async take(uploadId, use) {
      const file = waiting.get(uploadId);
      if (file === undefined) throw new ApiError(400, `There is no upload '${uploadId}'.`);
      waiting.delete(uploadId);
      try {
        return await use(file);
      } finally {
        await rm(file.path, { force: true });
      }
    },
  };
}
