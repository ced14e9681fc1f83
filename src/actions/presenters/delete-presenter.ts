import { AppError } from '../../kernel/errors.ts';
import { withdrawConsents } from '../../store/consents.ts';
import { listAllOfOwner, markDeleted, type OwnPresenter } from '../../store/own-presenters.ts';
import {
  dropResults,
  listProductionsOfPictures,
  listResultsOnlyOf,
  markProductionsDeleted,
} from '../../store/picture-productions.ts';
import type { Sql } from '../../store/sql.ts';
import { cancelProduction } from '../productions/cancel-production.ts';
import { type FileRemoval, removeFiles, removeFilesLater } from '../file-removal.ts';
import type { ActionParts, Person } from '../parts.ts';
import { ownSheetsFolder, pictureFolder } from './picture-keys.ts';

/** Each follows an order that came in between. */
const maxAttempts = 5;

type Parts = Pick<ActionParts, 'database' | 'queue' | 'files'>;

/**
 * Withdraws the consent and removes the picture and all that was made from it: pictures edited from it, and every
 * production that shows one of them, with its videos; one in work is cancelled. Deleting what is gone is no error.
 */
export async function deletePresenter(parts: Parts, person: Person, presenterId: string): Promise<void> {
  const { db } = parts.database;
  const all = await listAllOfOwner(db, person.owner);
  const presenters = withDescendants(all, presenterId);
  if (presenters.length === 0) return;
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    await cancelUnfinished(parts, person.owner, picturesOf(presenters));
    const removal = await db.transaction(
      async (transaction) => await forget(parts, transaction, person.owner, presenters),
    );
    if (!removal) continue;
    await removeFiles(parts, removal);
    return;
  }
  throw new AppError(
    'conflict',
    'Orders with this presenter keep coming in; it can be deleted when they end.',
    {
      retryable: true,
    },
  );
}

/** Of what was edited from it, and from that, and so on. */
function withDescendants(all: readonly OwnPresenter[], id: string): OwnPresenter[] {
  const ids = new Set([id]);
  for (let before = 0; before < ids.size; ) {
    before = ids.size;
    for (const { id: own, madeFrom } of all) if (madeFrom !== undefined && ids.has(madeFrom)) ids.add(own);
  }
  return all.filter((presenter) => ids.has(presenter.id));
}

function picturesOf(presenters: readonly OwnPresenter[]): string[] {
  return presenters.map(({ pictureSha256 }) => pictureSha256);
}

async function cancelUnfinished(parts: Parts, owner: string, pictures: readonly string[]): Promise<void> {
  for (const { id, state } of await listProductionsOfPictures(parts.database.db, owner, pictures)) {
    if (isUnfinished(state)) await cancelProduction(parts, id);
  }
}

function isUnfinished(state: string): boolean {
  return state === 'running' || state === 'awaiting_confirmation';
}

/** Undefined, and nothing is done, where an order came in between. */
async function forget(
  { queue }: Parts,
  transaction: Sql,
  owner: string,
  presenters: readonly OwnPresenter[],
): Promise<FileRemoval | undefined> {
  const pictures = picturesOf(presenters);
  const productions = await listProductionsOfPictures(transaction, owner, pictures);
  if (productions.some(({ state }) => isUnfinished(state))) return undefined;
  await withdrawConsents(transaction, owner, pictures);
  await markDeleted(
    transaction,
    presenters.map(({ id }) => id),
  );
  const folders = await dropProductions(
    transaction,
    owner,
    productions.map(({ id }) => id),
  );
  const removal = {
    folders: [
      ...presenters.map(({ id, pictureSha256 }) => ({
        folder: pictureFolder(owner, pictureSha256),
        presenterId: id,
      })),
      ...[ownSheetsFolder(owner), ...folders].map((folder) => ({ folder })),
    ],
  };
  await removeFilesLater(queue, transaction, removal);
  return removal;
}

/** Gives the folders that their results lie in. */
async function dropProductions(transaction: Sql, owner: string, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const results = await listResultsOnlyOf(transaction, owner, ids);
  await dropResults(
    transaction,
    results.map(({ key }) => key),
  );
  await markProductionsDeleted(transaction, ids);
  const folders = results.flatMap(({ fileKeys }) => fileKeys.map((key) => key.replace(/\/[^/]*$/, '')));
  return [...new Set(folders)];
}
