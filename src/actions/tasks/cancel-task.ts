import { endChatTask } from '../../store/chat-tasks.ts';
import type { ActionParts } from '../parts.ts';

/**
 * Ends a task of the person's, of which nobody will be told; whoever works on it stops within a second. False where it
 * had ended, or is another's.
 */
export async function cancelTask(
  { database }: Pick<ActionParts, 'database'>,
  personId: string,
  taskId: string,
): Promise<boolean> {
  return await endChatTask(database.db, taskId, 'cancelled', personId);
}
