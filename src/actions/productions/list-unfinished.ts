import type { ProductionStatus } from '../../domain/production/production-status.ts';
import { listUnfinishedOf as listRows } from '../../store/productions.ts';
import type { ActionParts } from '../parts.ts';
import { loadStatuses } from './load-statuses.ts';

/** More than a person follows at once; older ones are in the history. */
const maxShown = 10;

/** What is in work or waits for the person, newest first. */
export async function listUnfinishedOf(
  parts: Pick<ActionParts, 'database'>,
  personId: string,
): Promise<ProductionStatus[]> {
  return await loadStatuses(parts, await listRows(parts.database.db, personId, maxShown));
}
