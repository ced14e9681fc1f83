import { AppError } from '../../kernel/errors.ts';
import { type Concluded, concludeProduction } from '../../pipeline/endings.ts';
import type { Sql } from '../../store/sql.ts';
import { findOwnProduction } from '../../store/productions.ts';
import { fenceOffStep, findStep, listSteps } from '../../store/steps.ts';
import type { ActionParts, Person } from '../parts.ts';

type Parts = Pick<ActionParts, 'database' | 'queue'>;

/**
 * Ends a production that runs or waits for its owner, and gives back what it holds, once; whoever works on it stops
 * within a second. What its steps made so far stays in store: the same order, placed again, finds it. `ended` is
 * false where it had ended already. With `person` another's production is `not-found`; operators leave it out.
 */
export async function cancelProduction(
  { database, queue }: Parts,
  productionId: string,
  person?: Person,
): Promise<Concluded> {
  if (person && !(await findOwnProduction(database.db, person.owner, productionId))) {
    throw new AppError('not-found', `There is no production ${productionId} of yours.`);
  }
  return await database.db.transaction(
    async (transaction) => await cancelWithin({ queue }, transaction, productionId),
  );
}

/** The same, in the caller's transaction. */
export async function cancelWithin(
  { queue }: Pick<ActionParts, 'queue'>,
  transaction: Sql,
  productionId: string,
): Promise<Concluded> {
  await fenceOffCurrentStep(transaction, productionId);
  return await concludeProduction(queue, transaction, productionId, { state: 'cancelled' });
}

/**
 * Stops whoever works on it. The step's row comes first, as in recording an outcome: two who lock in different orders
 * would wait for each other.
 */
export async function fenceOffCurrentStep(transaction: Sql, productionId: string): Promise<void> {
  const current = (await listSteps(transaction, productionId)).find(({ state }) => state !== 'done');
  if (current) await fenceOffStep(transaction, productionId, current.kind);
}

/** For whoever changes a production that nobody works on: whoever takes it up waits for that. */
export async function lockCurrentStep(transaction: Sql, productionId: string): Promise<void> {
  const current = (await listSteps(transaction, productionId)).find(({ state }) => state !== 'done');
  if (current) await findStep(transaction, productionId, current.kind, 'lock');
}
