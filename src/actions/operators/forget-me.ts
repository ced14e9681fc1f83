import { z } from 'zod';
import { logOf } from '../../platform/log/log.ts';
import { sha256 } from '../../platform/files/sha256.ts';
import {
  dropResults,
  findTelegramId,
  type Forgetting,
  forgetActivity,
  forgetConversation,
  forgetNames,
  forgetPresenters,
  forgetProductions,
  listResultsBefore,
  listUnfinishedBefore,
} from '../../store/forgetting.ts';
import { forgetTelegramFiles } from '../../store/telegram-files.ts';
import { drawnFolders } from '../montage/drawn-folders.ts';
import type { ActionParts } from '../parts.ts';
import { cancelWithin } from '../productions/cancel-production.ts';

type ForgetParts = Pick<ActionParts, 'database' | 'queue' | 'files' | 'log'>;

const forgetQueue = 'forget-person';
const batchSize = 50;
/** Where files of one person lie, each in a folder of the first digits of their id's hash. */
const ownFolders = ['uploads', 'presenters', 'checks', 'drawings', ...drawnFolders] as const;

const job = z.object({ personId: z.string(), before: z.coerce.date() });

export async function openForgetting(queue: ActionParts['queue']): Promise<void> {
  await queue.createQueue(forgetQueue, { retryLimit: 1000 });
}

/**
 * Forgets a person: their names at once, all else by a job, so that nobody waits for it. Doing it again does the rest.
 * What stays is in docs/decisions/0006-what-is-kept.md.
 */
export async function forgetMe(
  { database, queue }: Pick<ForgetParts, 'database' | 'queue'>,
  personId: string,
  now = new Date(),
): Promise<void> {
  await database.db.transaction(async (transaction) => {
    if (!(await forgetNames(transaction, personId, now))) return;
    await queue.enqueue(transaction, forgetQueue, { personId, before: now.toISOString() });
  });
}

export async function workOffForgetting(parts: ForgetParts, shutdown: AbortSignal): Promise<void> {
  await parts.queue.work(forgetQueue, { concurrency: 1 }, async (data, signal) => {
    await forgetAll(parts, job.parse(data), AbortSignal.any([signal, shutdown]));
  });
}

/** In small transactions, each of which may be repeated: a kill in between loses nothing. */
export async function forgetAll(
  parts: ForgetParts,
  forgetting: Forgetting,
  signal?: AbortSignal,
): Promise<void> {
  const { db } = parts.database;
  const { personId } = forgetting;
  const goOn = () => signal?.throwIfAborted();
  for (;;) {
    goOn();
    const unfinished = await listUnfinishedBefore(db, forgetting, batchSize);
    if (unfinished.length === 0) break;
    for (const id of unfinished) {
      await db.transaction((transaction) => cancelWithin(parts, transaction, id));
    }
  }
  while ((await forgetProductions(db, forgetting, batchSize)) === batchSize) goOn();
  await forgetResults(parts, forgetting, goOn);
  await db.transaction((transaction) => forgetPresenters(transaction, forgetting));
  await forgetFiles(parts, forgetting, goOn);
  await forgetTelegramFiles(db, forgetting, foldersOf(personId));
  await forgetActivity(db, forgetting);
  const telegramId = await findTelegramId(db, personId);
  if (telegramId !== undefined) {
    await db.transaction((transaction) => forgetConversation(transaction, forgetting, telegramId));
  }
  logOf(parts.log, 'admin').info('A person who asked for it is forgotten.');
}

/** Files before rows: a row is what a later try finds them by. */
async function forgetResults(
  { database: { db }, files }: ForgetParts,
  forgetting: Forgetting,
  goOn: () => void,
): Promise<void> {
  for (;;) {
    goOn();
    const results = await listResultsBefore(db, forgetting, batchSize);
    if (results.length === 0) return;
    // With what was made of them since, such as a speech to be listened to.
    const folders = new Set(results.flatMap(({ fileKeys }) => fileKeys.map(folderOf)));
    for (const folder of folders) await files.removeBelow(folder);
    await dropResults(
      db,
      results.map(({ key }) => key),
    );
  }
}

function folderOf(key: string): string {
  return key.slice(0, key.lastIndexOf('/'));
}

async function forgetFiles(
  { files }: Pick<ForgetParts, 'files'>,
  { personId, before }: Forgetting,
  goOn: () => void,
): Promise<void> {
  for (const folder of foldersOf(personId)) {
    for await (const { key, storedAt } of files.list(folder)) {
      goOn();
      if (storedAt <= before) await files.remove(key);
    }
  }
}

function foldersOf(personId: string): string[] {
  const own = sha256(personId).slice(0, 16);
  return ownFolders.map((folder) => `${folder}/${own}`);
}
