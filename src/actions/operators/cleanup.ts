import { temporaryFolders, temporaryLifeDays } from '../../domain/files/temporary-folders.ts';
import { stepKinds } from '../../domain/production/step.ts';
import { sha256 } from '../../platform/files/sha256.ts';
import { sweepScratch } from '../../platform/files/scratch.ts';
import type { ListedFile } from '../../ports/files.ts';
import {
  findFolderOwners,
  findStoredKeys,
  findUnreferenced,
  removeExpiredResults,
  removeOldTasks,
} from '../../store/file-references.ts';
import { drawnFolders } from '../montage/drawn-folders.ts';
import { type ActionParts, localOperator } from '../parts.ts';

export interface CleanedUp {
  readonly scratchFolders: number;
  readonly orphanFiles: number;
  /** Lent to services or stored to try the store, and a day old. */
  readonly temporaryFiles: number;
  readonly expiredResults: number;
  readonly freedBytes: number;
}

type CleanupParts = Pick<ActionParts, 'database' | 'files' | 'scratchFolder'>;

const dayMs = 24 * 3_600_000;
/** What was stored a moment ago may not be written down yet, and a temporary file has its day: only older ones go. */
const oldMs = temporaryLifeDays * dayMs;
const taskAgeMs = 7 * dayMs;
const batchSize = 200;

/**
 * Removes what killed processes left, files that no row refers to, results that have expired and what was drawn for a render. A file that any row
 * names stays, and so does one whose owner is unknown.
 */
export async function cleanUp(parts: CleanupParts, now: Date): Promise<CleanedUp> {
  const scratchFolders = await sweepScratch(parts.scratchFolder);
  const expired = await dropExpired(parts, now);
  const results = await dropOrphanResults(parts, now);
  const uploads = await dropOrphanUploads(parts, now);
  const temporary = await dropTemporary(parts, now);
  const drawn = await dropOldDrawings(parts, now);
  return {
    scratchFolders,
    orphanFiles: results.files + uploads.files,
    temporaryFiles: temporary.files + drawn.files,
    expiredResults: expired.results,
    freedBytes: expired.bytes + results.bytes + uploads.bytes + temporary.bytes + drawn.bytes,
  };
}

/** Conversations' tasks that ended long ago. */
export async function dropOldTasks({ database }: Pick<ActionParts, 'database'>, now: Date): Promise<number> {
  let dropped = 0;
  for (;;) {
    const removed = await removeOldTasks(database.db, new Date(now.getTime() - taskAgeMs), batchSize);
    dropped += removed;
    if (removed < batchSize) return dropped;
  }
}

/** A production may have read a result that expired under its hands: they stay a day longer. */
export async function dropExpired(
  { database, files }: Pick<CleanupParts, 'database' | 'files'>,
  now: Date,
): Promise<{ results: number; bytes: number }> {
  let [results, bytes] = [0, 0];
  for (;;) {
    const removed = await removeExpiredResults(database.db, new Date(now.getTime() - dayMs), batchSize);
    for (const result of removed) {
      bytes += result.bytes;
      for (const key of result.fileKeys) await files.remove(key);
    }
    results += removed.length;
    if (removed.length < batchSize) return { results, bytes };
  }
}

interface Dropped {
  files: number;
  bytes: number;
}

async function dropOrphanResults({ database, files }: CleanupParts, now: Date): Promise<Dropped> {
  const dropped = { files: 0, bytes: 0 };
  const keyOf = ({ key }: ListedFile) => {
    const [, kind = '', resultKey = ''] = key.split('/');
    return stepKinds.some((known) => known === kind) ? resultKey : undefined;
  };
  for await (const batch of oldFiles(files, 'results', now)) {
    const candidates = batch.filter((file) => keyOf(file) !== undefined);
    const stored = await findStoredKeys(
      database.db,
      candidates.map((file) => keyOf(file) ?? ''),
    );
    await drop(
      files,
      candidates.filter((file) => !stored.has(keyOf(file) ?? '')),
      dropped,
    );
  }
  return dropped;
}

/** Stills and previews are made again where somebody still looks at them. */
async function dropOldDrawings({ files }: CleanupParts, now: Date): Promise<Dropped> {
  const dropped = { files: 0, bytes: 0 };
  for (const folder of drawnFolders) {
    for await (const batch of oldFiles(files, folder, now)) await drop(files, batch, dropped);
  }
  return dropped;
}

async function dropOrphanUploads({ database, files }: CleanupParts, now: Date): Promise<Dropped> {
  const dropped = { files: 0, bytes: 0 };
  const folderOf = ({ key }: ListedFile) => key.split('/')[1] ?? '';
  const ownFolder = sha256(localOperator.owner).slice(0, 16);
  for await (const batch of oldFiles(files, 'uploads', now)) {
    const byFolder = Map.groupBy(batch, folderOf);
    const owners = await findFolderOwners(database.db, [...byFolder.keys()]);
    owners.set(ownFolder, localOperator.owner);
    for (const [folder, owned] of byFolder) {
      const owner = owners.get(folder);
      if (owner === undefined) continue;
      const keys = new Set(
        await findUnreferenced(
          database.db,
          owner,
          owned.map(({ key }) => key),
        ),
      );
      await drop(
        files,
        owned.filter(({ key }) => keys.has(key)),
        dropped,
      );
    }
  }
  return dropped;
}

async function dropTemporary({ files }: Pick<CleanupParts, 'files'>, now: Date): Promise<Dropped> {
  const dropped = { files: 0, bytes: 0 };
  for (const folder of temporaryFolders) {
    for await (const batch of oldFiles(files, folder, now)) await drop(files, batch, dropped);
  }
  return dropped;
}

async function drop(
  files: ActionParts['files'],
  orphans: readonly ListedFile[],
  dropped: Dropped,
): Promise<void> {
  for (const { key, bytes } of orphans) {
    await files.remove(key);
    dropped.files += 1;
    dropped.bytes += bytes;
  }
}

async function* oldFiles(
  files: ActionParts['files'],
  folder: string,
  now: Date,
): AsyncIterable<ListedFile[]> {
  let batch: ListedFile[] = [];
  for await (const file of files.list(folder)) {
    if (now.getTime() - file.storedAt.getTime() < oldMs) continue;
    batch.push(file);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
