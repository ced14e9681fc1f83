import { AppError } from '../../kernel/errors.ts';
import { findOwnProduction } from '../../store/productions.ts';
import { listRequest } from '../../store/render-requests.ts';
import type { ActionParts, Person } from '../parts.ts';
import { cancelProduction } from '../productions/cancel-production.ts';

type Parts = Pick<ActionParts, 'database' | 'queue'>;

/** Ends all of a request's renders that have not ended; those that are done are sent. Throws `not-found` for another's. */
export async function cancelRender(parts: Parts, person: Person, requestId: string): Promise<void> {
  const clips = await listRequest(parts.database.db, requestId);
  if (clips.length === 0 || clips.some(({ owner }) => owner !== person.owner)) {
    throw new AppError('not-found', 'There is no such request of yours.');
  }
  // From the last one on, so that none begins because the one before it has ended. Each by itself: whoever ends one of
  // them at the same time holds what a transaction over all of them would wait for.
  for (const { id } of clips.toReversed()) await cancelProduction(parts, id);
}

/** Ends a production of the person's that runs or waits, and with a render the whole of its request. */
export async function cancelOrdered(parts: Parts, person: Person, productionId: string): Promise<void> {
  const production = await findOwnProduction(parts.database.db, person.owner, productionId);
  if (production?.requestId) await cancelRender(parts, person, production.requestId);
  else await cancelProduction(parts, productionId, person);
}
