import { saveUnreachable } from '../../store/people.ts';
import type { ActionParts } from '../parts.ts';

/** They blocked the bot or left Telegram: nothing is sent to them until they write again. */
export async function markUnreachable(
  { database }: Pick<ActionParts, 'database'>,
  personId: string,
): Promise<void> {
  await saveUnreachable(database.db, personId);
}
