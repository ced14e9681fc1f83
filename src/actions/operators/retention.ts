import {
  type RemoveRows,
  removeActivityDays,
  removeAuditEntries,
  removeDeliveries,
  removeOperatorMessages,
  removeProgressMessages,
  removeTelegramFiles,
} from '../../store/retention.ts';
import type { ActionParts } from '../parts.ts';

interface Retention {
  readonly days: number;
  readonly remove: RemoveRows;
}

/**
 * How long rows live that serve a while: as docs/operators.md says. What counts money lives as long as the ledger: its
 * own rows, productions with their steps, and `provider_call`.
 */
export const retentions = {
  /** News are told again for fourteen days at most, by their queue. */
  deliveries: { days: 90, remove: removeDeliveries },
  progressMessages: { days: 30, remove: removeProgressMessages },
  /** Until then an operator's answer finds whom it is for. */
  operatorMessages: { days: 365, remove: removeOperatorMessages },
  auditEntries: { days: 365, remove: removeAuditEntries },
  telegramFiles: { days: 90, remove: removeTelegramFiles },
  /** The statistics count the people of thirty days. */
  activityDays: { days: 90, remove: removeActivityDays },
} as const satisfies Record<string, Retention>;

export type Retired = Readonly<Record<keyof typeof retentions, number>>;

const dayMs = 24 * 3_600_000;
const batchSize = 2000;

/** Removes what nobody needs any more, some rows a statement, so that no table grows without end; gives how many. */
export async function retireRows(
  { database }: Pick<ActionParts, 'database'>,
  now: Date,
  signal?: AbortSignal,
): Promise<Retired> {
  const retired: Record<keyof typeof retentions, number> = {
    deliveries: 0,
    progressMessages: 0,
    operatorMessages: 0,
    auditEntries: 0,
    telegramFiles: 0,
    activityDays: 0,
  };
  for (const name of Object.keys(retentions) as (keyof typeof retentions)[]) {
    const { days, remove } = retentions[name];
    const before = new Date(now.getTime() - days * dayMs);
    for (let last = batchSize; last === batchSize; retired[name] += last) {
      signal?.throwIfAborted();
      last = await remove(database.db, before, batchSize);
    }
  }
  return retired;
}
