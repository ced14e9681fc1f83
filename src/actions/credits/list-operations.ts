import type { CreditOperation } from '../../domain/credits/credit-operation.ts';
import { boundedPage, type Page, pageOf, pageSize } from '../../domain/page.ts';
import { listCreditOperations } from '../../store/credit-operations.ts';
import type { ActionParts } from '../parts.ts';

/** What was done to a person's credits, newest first. */
export async function listOperations(
  { database }: Pick<ActionParts, 'database'>,
  personId: string,
  page: number,
): Promise<Page<CreditOperation>> {
  const shown = boundedPage(page);
  const range = { offset: shown * pageSize, limit: pageSize + 1 };
  return pageOf(await listCreditOperations(database.db, personId, range), shown);
}
