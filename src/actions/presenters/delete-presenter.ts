import { withdrawConsents } from '../../store/consents.ts';
import { listAllOfOwner, markDeleted, type OwnPresenter } from '../../store/own-presenters.ts';
import { listProductionsOfPictures } from '../../store/picture-productions.ts';
import { removeFiles, removeFilesLater } from '../file-removal.ts';
import type { ActionParts, Person } from '../parts.ts';
import { deleteProduction } from '../productions/delete-production.ts';
import { ownSheetsFolder, pictureFolder } from './picture-keys.ts';

type Parts = Pick<ActionParts, 'database' | 'queue' | 'files'>;

/**
 * Withdraws the consent and removes the picture and all that was made from it: pictures edited from it, and every
 * production that shows one of them, with its videos; one in work is cancelled. Doing it again finishes what a kill
 * left; deleting what is gone is no error.
 */
export async function deletePresenter(parts: Parts, person: Person, presenterId: string): Promise<void> {
  const { db } = parts.database;
  const { owner } = person;
  const presenters = withDescendants(await listAllOfOwner(db, owner), presenterId);
  if (presenters.length === 0) return;
  const pictures = presenters.map(({ pictureSha256 }) => pictureSha256);
  // First, so that no new order comes after those that are found now.
  await withdrawConsents(db, owner, pictures);
  for (const productionId of await listProductionsOfPictures(db, owner, pictures)) {
    await deleteProduction(parts, person, productionId);
  }
  const removal = {
    folders: [
      { folder: ownSheetsFolder(owner) },
      ...presenters.map(({ id, pictureSha256 }) => ({
        folder: pictureFolder(owner, pictureSha256),
        presenterId: id,
      })),
    ],
  };
  await db.transaction(async (transaction) => {
    await markDeleted(
      transaction,
      presenters.map(({ id }) => id),
    );
    await removeFilesLater(parts.queue, transaction, removal);
  });
  await removeFiles(parts, removal);
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
