import type { Queue } from '../platform/queue/queue.ts';
import { findTurn } from '../store/render-requests.ts';
import type { Sql } from '../store/sql.ts';
import { listSteps } from '../store/steps.ts';
import { enqueueStep } from './jobs.ts';

/**
 * One render of a request has ended: puts the one whose turn it is now into the queue, whatever became of the one
 * before. False where all have ended.
 */
export async function goOnWithRequest(
  queue: Queue,
  sql: Sql,
  requestId: string,
  endedPosition: number,
): Promise<boolean> {
  const turn = await findTurn(sql, requestId);
  if (!turn) return false;
  // One before it is in work: its own end goes on from there.
  if (turn.position < endedPosition) return true;
  const first = (await listSteps(sql, turn.id)).find(({ state }) => state !== 'done');
  if (first) await enqueueStep(queue, sql, first);
  return true;
}
