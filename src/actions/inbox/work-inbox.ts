import {
  countAttempt,
  endUpdate,
  listWaiting,
  listWaitingLanes,
  type WaitingUpdate,
} from '../../store/inbox.ts';
import type { ActionParts } from '../parts.ts';

export type { WaitingUpdate };

type InboxParts = Pick<ActionParts, 'database'>;
type UpdateId = Pick<WaitingUpdate, 'botId' | 'updateId'>;

/** The oldest update of the lane that was not worked off. Whoever asks holds the lane's lock. */
export async function nextUpdate(
  { database }: InboxParts,
  botId: number,
  lane: number,
): Promise<{ readonly update: WaitingUpdate; readonly isLast: boolean } | undefined> {
  const [update, another] = await listWaiting(database.db, botId, lane, 2);
  return update && { update, isLast: another === undefined };
}

/** Lanes in which something waits, also what another process received or left. */
export async function waitingLanes({ database }: InboxParts, botId: number): Promise<number[]> {
  return await listWaitingLanes(database.db, botId, 1000);
}

export async function countUpdateAttempt({ database }: InboxParts, update: UpdateId): Promise<number> {
  return await countAttempt(database.db, update);
}

export async function finishUpdate({ database }: InboxParts, update: UpdateId): Promise<void> {
  await endUpdate(database.db, update, 'done');
}

/** It failed too often: it is kept for whoever looks into it, and not tried again. */
export async function giveUpOnUpdate({ database }: InboxParts, update: UpdateId): Promise<void> {
  await endUpdate(database.db, update, 'dead');
}
