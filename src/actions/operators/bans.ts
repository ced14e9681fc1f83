import { setBanned } from '../../store/bans.ts';
import { cancelTasksOf } from '../../store/chat-tasks.ts';
import { listInWorkOf } from '../../store/work-list.ts';
import { cancelWithin } from '../productions/cancel-production.ts';
import type { ActionParts } from '../parts.ts';

/** More than a person can have in work: the daily limit is far below. */
const mostInWork = 1000;

export interface Banned {
  /** False where they were banned before. */
  readonly changed: boolean;
  /** Videos that were in work, and whose credits are given back. */
  readonly cancelled: number;
}

/** Shuts a person out, and ends what runs or waits for them. */
export async function banPerson(
  { database, queue }: Pick<ActionParts, 'database' | 'queue'>,
  personId: string,
): Promise<Banned> {
  const changed = await setBanned(database.db, personId, true);
  await cancelTasksOf(database.db, personId);
  let cancelled = 0;
  for (const id of await listInWorkOf(database.db, personId, mostInWork)) {
    const { ended } = await database.db.transaction((sql) => cancelWithin({ queue }, sql, id));
    if (ended) cancelled += 1;
  }
  return { changed, cancelled };
}

/** False where they were not banned. */
export async function unbanPerson(
  { database }: Pick<ActionParts, 'database'>,
  personId: string,
): Promise<boolean> {
  return await setBanned(database.db, personId, false);
}
