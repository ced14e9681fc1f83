import { AppError, type ErrorReason } from '../../kernel/errors.ts';
import { concludeProduction } from '../../pipeline/endings.ts';
import { expireUnconfirmed, listForgottenChoices } from '../../store/production-states.ts';
import { findProduction } from '../../store/productions.ts';
import type { Sql } from '../../store/sql.ts';
import type { ActionParts } from '../parts.ts';
import { lockCurrentStep } from './cancel-production.ts';

const batch = 500;

/** Ends what has waited for a confirmation since before that time; its speech stays in the history. Gives how many. */
export async function expireDrafts(
  { database }: Pick<ActionParts, 'database'>,
  olderThan: Date,
): Promise<number> {
  let expired = 0;
  for (;;) {
    const more = await expireUnconfirmed(database.db, olderThan, batch);
    expired += more;
    if (more < batch) return expired;
  }
}

/**
 * Ends what has waited since before that time for its owner to choose an engine, with what had failed, and gives back
 * what it holds: they are told. Gives how many.
 */
export async function expireEngineChoices(
  { database: { db }, queue }: Pick<ActionParts, 'database' | 'queue'>,
  olderThan: Date,
): Promise<number> {
  let expired = 0;
  for (;;) {
    const forgotten = await listForgottenChoices(db, olderThan, batch);
    for (const id of forgotten) {
      expired += await db.transaction(async (transaction) => await expireChoice(queue, transaction, id));
    }
    if (forgotten.length < batch) return expired;
  }
}

async function expireChoice(queue: ActionParts['queue'], transaction: Sql, id: string): Promise<number> {
  await lockCurrentStep(transaction, id);
  const production = await findProduction(transaction, id);
  // Its owner may have chosen a moment ago.
  if (production?.state !== 'awaiting_engine') return 0;
  const { reason, message, details } = production.error ?? noReason;
  const error = new AppError(reason as ErrorReason, message, { details });
  const { ended } = await concludeProduction(queue, transaction, id, { state: 'failed', error });
  return ended ? 1 : 0;
}

const noReason = { reason: 'internal', message: 'The production failed.', details: {} } as const;
