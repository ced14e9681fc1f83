import { expireUnconfirmed } from '../../store/production-states.ts';
import type { ActionParts } from '../parts.ts';

const batch = 500;

/** Ends what has waited for a confirmation since before that time; its speech stays in the history. Gives how many. */
export async function expireDrafts(
  { database }: Pick<ActionParts, 'database'>,
  olderThan: Date,
): Promise<number> {
  let expired = 0;
  for (;;) {
    const more = await expireUnconfirmed(database.db, olderThan, batch);
    expired += more;
    if (more < batch) return expired;
  }
}
