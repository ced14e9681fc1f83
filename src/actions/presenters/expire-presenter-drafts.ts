import { lockStaleDrafts, markDeleted } from '../../store/own-presenters.ts';
import { removeFiles, removeFilesLater } from '../file-removal.ts';
import type { ActionParts } from '../parts.ts';
import { pictureFolder } from './picture-keys.ts';

export const draftLifetimeHours = 24;
const batch = 100;

/** Removes pictures that nobody consented to within a day, and gives how many they were. */
export async function expirePresenterDrafts(
  parts: Pick<ActionParts, 'database' | 'queue' | 'files'>,
  now: Date,
): Promise<number> {
  const before = new Date(now.getTime() - draftLifetimeHours * 3_600_000);
  let expired = 0;
  for (;;) {
    const removal = await parts.database.db.transaction(async (transaction) => {
      const drafts = await lockStaleDrafts(transaction, before, batch);
      if (drafts.length === 0) return undefined;
      await markDeleted(
        transaction,
        drafts.map(({ id }) => id),
      );
      expired += drafts.length;
      const files = {
        folders: drafts.map(({ id, owner, pictureSha256 }) => ({
          folder: pictureFolder(owner, pictureSha256),
          presenterId: id,
        })),
      };
      await removeFilesLater(parts.queue, transaction, files);
      return files;
    });
    if (!removal) return expired;
    await removeFiles(parts, removal);
  }
}
