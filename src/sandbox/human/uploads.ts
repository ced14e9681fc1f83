import { randomBytes } from 'node:crypto';
import type { FileStore, IncomingFile } from '../media/file-store.ts';
import { ApiError } from '../wire/api-error.ts';

/** What people attach, until it is sent. */
export interface Uploads {
  add(
    file: { readonly name: string; readonly mime: string },
    content: AsyncIterable<Uint8Array>,
  ): Promise<string>;
  take(uploadId: string): IncomingFile;
}

/** People may send far more than a bot may fetch. */
const mostUploadBytes = 512 << 20;

export function createUploads(files: FileStore): Uploads {
  const waiting = new Map<string, IncomingFile>();
  return {
    async add({ name, mime }, content) {
      const file = await files.receive(
        { name: name.replace(/^.*[/\\]/, '') || 'file', mime, maxBytes: mostUploadBytes },
        content,
      );
      if (file.isTooLarge)
        throw new ApiError(413, `At most ${mostUploadBytes} bytes are allowed, ${file.bytes} came.`);
      const uploadId = randomBytes(12).toString('hex');
      waiting.set(uploadId, file);
      return uploadId;
    },
    take(uploadId) {
      const file = waiting.get(uploadId);
      if (file === undefined) throw new ApiError(400, `There is no upload '${uploadId}'.`);
      waiting.delete(uploadId);
      return file;
    },
  };
}
