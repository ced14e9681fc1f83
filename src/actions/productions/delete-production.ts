import { AppError } from '../../kernel/errors.ts';
import { resultFolder } from '../../pipeline/results.ts';
import { markDeleted } from '../../store/production-states.ts';
import { findProduction } from '../../store/productions.ts';
import { findUsedResults, listUnsharedKeys, removeResults } from '../../store/stored-results.ts';
import type { ActionParts, Person } from '../parts.ts';
import { cancelWithin } from './cancel-production.ts';

type Parts = Pick<ActionParts, 'database' | 'queue' | 'files'>;

/**
 * Takes a production out of the history, cancels it where it runs or waits, and removes what was made for it, files
 * and all, but for what another production of the owner uses too. The row stays, for the ledger. Doing it again
 * finishes what a kill left. Throws `not-found` for another's.
 */
export async function deleteProduction(parts: Parts, person: Person, productionId: string): Promise<void> {
  const { db } = parts.database;
  const production = await findProduction(db, productionId);
  if (production?.owner !== person.owner) {
    throw new AppError('not-found', `There is no production ${productionId} of yours.`);
  }
  // Marked first: two that share a result and are deleted at once must not each leave it to the other.
  await db.transaction(async (transaction) => {
    await cancelWithin(parts, transaction, productionId);
    await markDeleted(transaction, productionId);
  });
  await removeUnshared(parts, person.owner, productionId);
}

/** Files before rows: a row is what a later try finds the files by. */
async function removeUnshared(
  { database, files }: Parts,
  owner: string,
  productionId: string,
): Promise<void> {
  const results = await findUsedResults(
    database.db,
    await listUnsharedKeys(database.db, owner, productionId),
  );
  for (const { kind, key } of results) await files.removeBelow(resultFolder(kind, key));
  await removeResults(
    database.db,
    results.map(({ key }) => key),
  );
}
