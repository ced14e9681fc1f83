import {
  endProgressMessage,
  listOpenProgress,
  type OpenProgress,
  upsertProgressMessage,
} from '../../store/progress-messages.ts';
import type { ActionParts } from '../parts.ts';

export type { OpenProgress };

type Parts = Pick<ActionParts, 'database'>;

/** More are in work only on a farm of machines; the rest are shown when these have ended. */
const shownAtMost = 500;

/** From now on the production's progress is shown by editing that message. */
export async function trackProgress(
  { database }: Parts,
  productionId: string,
  chatId: number,
  messageId: number,
): Promise<void> {
  await upsertProgressMessage(database.db, { productionId, chatId, messageId });
}

export async function openProgress({ database }: Parts): Promise<readonly OpenProgress[]> {
  return await listOpenProgress(database.db, shownAtMost);
}

/** That message shows its progress no more. */
export async function stopProgress(
  { database }: Parts,
  message: Pick<OpenProgress, 'productionId' | 'messageId'>,
): Promise<void> {
  await endProgressMessage(database.db, message);
}
