import { alertQueue, type BudgetAlert, parseBudgetAlert } from '../../pipeline/jobs.ts';
import { derivedId } from '../derived-id.ts';
import { nobody, tellOperators } from '../operators/operator-mail.ts';
import type { ActionParts } from '../parts.ts';

/** Tells the operators once a day that the budget for services is spent. `words` are HTML. */
export async function workOffBudgetAlerts(
  parts: Pick<ActionParts, 'database' | 'queue' | 'log'>,
  words: (alert: BudgetAlert) => string,
): Promise<void> {
  await parts.queue.work(alertQueue, { concurrency: 1 }, async (data) => {
    const alert = parseBudgetAlert(data);
    const id = derivedId('budget-spent', alert.day);
    await tellOperators(parts, { id, personId: nobody, kind: 'notice', text: words(alert) });
  });
}
