import type { ProductionStatus } from '../../domain/production/production-status.ts';
import { findOwnProduction } from '../../store/productions.ts';
import type { ActionParts } from '../parts.ts';
import { loadStatuses } from './load-statuses.ts';

/** Undefined for another's production, and for one that was deleted. */
export async function readStatus(
  parts: Pick<ActionParts, 'database'>,
  personId: string,
  productionId: string,
): Promise<ProductionStatus | undefined> {
  const production = await findOwnProduction(parts.database.db, personId, productionId);
  const [status] = production ? await loadStatuses(parts, [production]) : [];
  return status;
}
