import { boundedPage, type Page, pageOf, pageSize } from '../../domain/page.ts';
import type { HistoryItem } from '../../domain/production/history-item.ts';
import { listHistoryItems } from '../../store/history.ts';
import type { ActionParts } from '../parts.ts';
import { nameOfOrdered } from '../presenters/name-of-ordered.ts';

/** A person's videos, and the voice-overs that never became one, newest first. */
export async function listHistory(
  parts: Pick<ActionParts, 'database' | 'cast'>,
  personId: string,
  page: number,
): Promise<Page<HistoryItem>> {
  const shown = boundedPage(page);
  const range = { offset: shown * pageSize, limit: pageSize + 1 };
  const items = await listHistoryItems(parts.database.db, personId, range);
  return pageOf(
    items.map((item) => ({ ...item, ...nameOfOrdered(parts, item.presenter) })),
    shown,
  );
}
