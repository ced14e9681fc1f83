import { z } from 'zod';
import type { Queue } from '../platform/queue/queue.ts';
import { expireOverlaysOf, removeExpiredOverlaysOf } from '../store/overlay-results.ts';
import type { Sql } from '../store/sql.ts';
import { clearingQueue } from './jobs.ts';
import type { PipelineParts } from './parts.ts';
import { resultFolder } from './results.ts';

/** Who found an overlay just before it was retired has recorded by then that it is in use. */
const clearAfterSeconds = 120;

const clearing = z.object({ owner: z.string() });

/**
 * A new video of that owner's is there: nobody finds the overlays of their older ones any more from this transaction on.
 * Their rows and files go a little later.
 */
export async function retireOverlays(
  queue: Queue,
  sql: Sql,
  owner: string,
  newVideoId: string,
): Promise<void> {
  if (!(await expireOverlaysOf(sql, owner, newVideoId))) return;
  await queue.enqueue(sql, clearingQueue, { owner }, { startAfterSeconds: clearAfterSeconds });
}

/** Files before rows: a row is what a later try finds the files by. */
export async function clearOverlays({ database, files }: PipelineParts, data: unknown): Promise<void> {
  const { owner } = clearing.parse(data);
  await removeExpiredOverlaysOf(database.db, owner, async (key) => {
    await files.removeBelow(resultFolder('overlay', key));
  });
}
