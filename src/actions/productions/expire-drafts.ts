import { AppError, type ErrorReason } from '../../kernel/errors.ts';
import { concludeProduction } from '../../pipeline/endings.ts';
import { expireUnconfirmed, listForgottenChoices } from '../../store/production-states.ts';
import { findProduction } from '../../store/productions.ts';
import type { ActionParts } from '../parts.ts';
import { fenceOffCurrentStep } from './cancel-production.ts';

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
      const production = await findProduction(db, id);
      const { reason, message, details } = production?.error ?? noReason;
      const error = new AppError(reason as ErrorReason, message, { details });
      await db.transaction(async (transaction) => {
        await fenceOffCurrentStep(transaction, id);
        const concluded = await concludeProduction(queue, transaction, id, { state: 'failed', error });
        if (concluded.ended) expired += 1;
      });
    }
    if (forgotten.length < batch) return expired;
  }
}

const noReason = { reason: 'internal', message: 'The production failed.', details: {} } as const;
