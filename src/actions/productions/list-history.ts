import { boundedPage, type Page, pageOf, pageSize } from '../../domain/page.ts';
import type { HistoryItem } from '../../domain/production/history-item.ts';
import { listHistoryItems } from '../../store/history.ts';
import type { ActionParts } from '../parts.ts';

/** A person's videos, and the voice-overs that never became one, newest first. */
export async function listHistory(
  { database }: Pick<ActionParts, 'database'>,
  personId: string,
  page: number,
): Promise<Page<HistoryItem>> {
  const shown = boundedPage(page);
  const range = { offset: shown * pageSize, limit: pageSize + 1 };
  return pageOf(await listHistoryItems(database.db, personId, range), shown);
}
