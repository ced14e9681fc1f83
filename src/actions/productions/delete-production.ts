import type { AdOrder } from '../../domain/ad/ad-order.ts';
import type { RenderSettings } from '../../domain/montage/render-settings.ts';
import { AppError } from '../../kernel/errors.ts';
import { resultFolder } from '../../pipeline/results.ts';
import { isUploadShared, listUnsharedKeys, markDeleted, removeResults } from '../../store/deletion.ts';
import { findProduction, type Production } from '../../store/productions.ts';
import { dropRenderDrafts, findRenderDraft } from '../../store/render-drafts.ts';
import { findUsedResults } from '../../store/stored-results.ts';
import { drawnFolder, drawnFolders } from '../montage/drawn-folders.ts';
import type { ActionParts, Person } from '../parts.ts';
import { cancelWithin } from './cancel-production.ts';

type Parts = Pick<ActionParts, 'database' | 'queue' | 'files'>;

/**
 * Takes a production out of the history, cancels it where it runs or waits, and removes what was made for it and for
 * the takes before it, with what was uploaded for it: all but what another production of the owner, such as a render of
 * it, uses too. The row stays, for the ledger. Doing it again finishes what a kill left. Throws `not-found` for another's.
 */
export async function deleteProduction(parts: Parts, person: Person, productionId: string): Promise<void> {
  const { db } = parts.database;
  const production = await findProduction(db, productionId);
  if (production?.owner !== person.owner) {
    throw new AppError('not-found', `There is no production ${productionId} of yours.`);
  }
  // Marked first: two that share a result and are deleted at once must not each leave it to the other.
  const ids = await db.transaction(async (transaction) => {
    await cancelWithin(parts, transaction, production.id);
    return await markDeleted(transaction, production);
  });
  await removeUnsharedResults(parts, person.owner, ids);
  const draft = await findRenderDraft(db, production.id);
  await removeUnsharedUploads(parts, production, draft);
  for (const id of ids) {
    for (const kind of drawnFolders) await parts.files.removeBelow(drawnFolder(kind, person.owner, id));
  }
  await dropRenderDrafts(db, ids);
}

/** Files before rows: a row is what a later try finds the files by. */
async function removeUnsharedResults(
  { database: { db }, files }: Parts,
  owner: string,
  ids: readonly string[],
): Promise<void> {
  const results = await findUsedResults(db, await listUnsharedKeys(db, owner, ids));
  for (const { kind, key } of results) await files.removeBelow(resultFolder(kind, key));
  await removeResults(
    db,
    results.map(({ key }) => key),
  );
}

async function removeUnsharedUploads(
  { database, files }: Parts,
  { id, owner, order }: Production,
  draft: RenderSettings | undefined,
): Promise<void> {
  for (const key of new Set([...uploadsOf(order), ...uploadsOfDraft(draft)])) {
    if (!(await isUploadShared(database.db, owner, id, key))) await files.remove(key);
  }
}

function uploadsOfDraft(draft: RenderSettings | undefined): readonly string[] {
  if (!draft) return [];
  const { subtitles, intro, outro } = draft;
  return [
    ...(subtitles.kind === 'own' ? [subtitles.file.key] : []),
    ...(intro ? [intro.key] : []),
    ...(outro ? [outro.key] : []),
  ];
}

/** A presenter's picture is not among them: it stays in the gallery. */
function uploadsOf({ composition, subtitles, intro, outro }: AdOrder): readonly string[] {
  return [
    ...(composition ? [composition.background.key] : []),
    ...(subtitles.kind === 'own' ? [subtitles.file.key] : []),
    ...(intro ? [intro.key] : []),
    ...(outro ? [outro.key] : []),
  ];
}
