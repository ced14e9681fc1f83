import { deleteUpdatesBefore } from '../../store/inbox.ts';
import type { ActionParts } from '../parts.ts';

/** Telegram repeats an update for a day at most: after two, nothing needs to be recognised by these rows any more. */
const keepHours = 48;
const rowsAtATime = 5000;

/** Removes updates that nobody can send again, and gives how many. */
export async function purgeInbox({ database }: Pick<ActionParts, 'database'>): Promise<number> {
  const before = new Date(Date.now() - keepHours * 3_600_000);
  let removed = 0;
  for (let last = rowsAtATime; last === rowsAtATime; removed += last) {
    last = await deleteUpdatesBefore(database.db, before, rowsAtATime);
  }
  return removed;
}
