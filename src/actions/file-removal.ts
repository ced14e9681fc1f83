import { z } from 'zod';
import type { Database } from '../platform/database/database.ts';
import type { Queue } from '../platform/queue/queue.ts';
import type { FilesPort } from '../ports/files.ts';
import { livingPresenters } from '../store/own-presenters.ts';
import type { Sql } from '../store/sql.ts';

/** Files that must go though the process may be killed meanwhile: told in the transaction that decides it. */
const removalQueue = 'file-removal';

const removal = z.object({
  folders: z.array(
    z.object({
      folder: z.string(),
      /** Whose folder it is: it stays where the presenter is there, because the same picture was brought again. */
      presenterId: z.string().exactOptional(),
    }),
  ),
});
export type FileRemoval = z.infer<typeof removal>;

interface Parts {
  readonly database: Database;
  readonly queue: Queue;
  readonly files: FilesPort;
}

/** To be called once before the queue is used. */
export async function openFileRemovals(queue: Queue): Promise<void> {
  await queue.createQueue(removalQueue, { retryLimit: 20 });
}

export async function removeFilesLater(
  queue: Queue,
  sql: Sql,
  unwanted: FileRemoval,
  startAfterSeconds = 0,
): Promise<void> {
  await queue.enqueue(sql, removalQueue, unwanted, startAfterSeconds > 0 ? { startAfterSeconds } : {});
}

export async function workOffFileRemovals(parts: Parts): Promise<void> {
  await parts.queue.work(removalQueue, { concurrency: 1 }, async (data) => {
    await removeFiles(parts, removal.parse(data));
  });
}

export async function stopFileRemovals(queue: Queue): Promise<void> {
  await queue.stopWork(removalQueue);
}

/** What is gone already is no error, so it may be done twice. */
export async function removeFiles(
  { database, files }: Pick<Parts, 'database' | 'files'>,
  { folders }: FileRemoval,
): Promise<void> {
  const ids = folders.flatMap(({ presenterId }) => presenterId ?? []);
  const living = await livingPresenters(database.db, ids);
  for (const { folder, presenterId } of folders) {
    if (presenterId === undefined || !living.has(presenterId)) await files.removeBelow(folder);
  }
}
