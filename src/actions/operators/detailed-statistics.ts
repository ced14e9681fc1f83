import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Page } from '../../domain/page.ts';
import { interfaceLanguages } from '../../domain/person/profile.ts';
import { withScratchFolder } from '../../platform/files/scratch.ts';
import { listPersonReports, listPersonReportsAfter, type PersonReport } from '../../store/person-report.ts';
import type { ActionParts } from '../parts.ts';
import { csvLine } from './csv.ts';

export type { PersonReport } from '../../store/person-report.ts';

const pageSize = 5;
/** Further back than this nobody leafs: the file has everybody. */
export const lastPage = 199;
const batchSize = 500;

const fileQueue = 'statistics-file';
const fileOrder = z.object({ chatId: z.number(), language: z.enum(interfaceLanguages) });
/** Where it is sent, and in which language it is captioned. */
export type StatisticsFileOrder = z.infer<typeof fileOrder>;

export async function openStatisticsFiles(queue: ActionParts['queue']): Promise<void> {
  await queue.createQueue(fileQueue, { retryLimit: 3, singleton: 'one-waiting-or-running' });
}

/** Asks for the files in that chat; asked for again while it is under way, it comes once. */
export async function orderStatisticsFile(
  { database, queue }: Pick<ActionParts, 'database' | 'queue'>,
  order: StatisticsFileOrder,
): Promise<void> {
  await queue.enqueue(database.db, fileQueue, { ...order }, { singletonKey: String(order.chatId) });
}

export async function workOffStatisticsFiles(
  { queue }: Pick<ActionParts, 'queue'>,
  send: (order: StatisticsFileOrder) => Promise<void>,
): Promise<void> {
  await queue.work(fileQueue, { concurrency: 1 }, async (data) => await send(fileOrder.parse(data)));
}

/** Newest first. */
export async function listPersonStatistics(
  { database }: Pick<ActionParts, 'database'>,
  page: number,
): Promise<Page<PersonReport>> {
  const asked = Math.min(Math.max(0, page), lastPage);
  const rows = await listPersonReports(database.db, asked * pageSize, pageSize + 1);
  const hasNext = rows.length > pageSize && asked < lastPage;
  return { items: rows.slice(0, pageSize), page: asked, hasNext };
}

const columns = {
  telegram_id: ({ telegramId }) => telegramId,
  first_name: ({ firstName }) => firstName,
  last_name: ({ lastName }) => lastName ?? '',
  username: ({ username }) => username ?? '',
  language: ({ language }) => language ?? '',
  came_at: ({ createdAt }) => createdAt.toISOString(),
  last_seen_at: ({ lastSeenAt }) => lastSeenAt.toISOString(),
  balance_credits: ({ balanceCredits }) => balanceCredits,
  credits_given: ({ creditsGiven }) => creditsGiven,
  credits_spent: ({ creditsSpent }) => creditsSpent,
  videos: ({ videos }) => videos,
  failures: ({ failures }) => failures,
  providers_usd: ({ providersUsd }) => providersUsd,
  banned: ({ isBanned }) => (isBanned ? 'yes' : 'no'),
  unreachable: ({ isUnreachable }) => (isUnreachable ? 'yes' : 'no'),
} satisfies Record<string, (report: PersonReport) => string | number>;

/** Telegram takes files of 50 MB from a bot; a row has some 150 bytes, and at the very most 1 kB. */
const rowsAFile = 200_000;

export interface CsvFile {
  readonly path: string;
  readonly rows: number;
  /** From 1 on. */
  readonly number: number;
}

/**
 * Writes everybody into files of CSV (UTF-8 with a byte order mark, as spreadsheets want it), a batch at a time, and
 * gives each file to `use` before the next is written. Gives the number of rows.
 */
export async function withStatisticsFiles(
  { database, scratchFolder }: Pick<ActionParts, 'database' | 'scratchFolder'>,
  use: (file: CsvFile) => Promise<void>,
  rowLimit = rowsAFile,
): Promise<number> {
  return await withScratchFolder(scratchFolder, async (folder) => {
    let cursor = '';
    let all = 0;
    for (let number = 1; ; number += 1) {
      const path = join(folder, `users-${number}.csv`);
      const written = await writeFileOf(database, path, cursor, rowLimit);
      all += written.rows;
      cursor = written.cursor;
      if (written.rows > 0 || number === 1) await use({ path, rows: written.rows, number });
      if (written.rows < rowLimit) return all;
    }
  });
}

async function writeFileOf(
  { db }: ActionParts['database'],
  path: string,
  after: string,
  rowLimit: number,
): Promise<{ rows: number; cursor: string }> {
  const file = await open(path, 'w');
  try {
    await file.write(`\uFEFF${csvLine(Object.keys(columns))}`);
    let cursor = after;
    let rows = 0;
    while (rows < rowLimit) {
      const reports = await listPersonReportsAfter(db, cursor, Math.min(batchSize, rowLimit - rows));
      const last = reports.at(-1);
      if (!last) break;
      await file.write(reports.map((report) => csvLine(cellsOf(report))).join(''));
      cursor = last.personId;
      rows += reports.length;
    }
    return { rows, cursor };
  } finally {
    await file.close();
  }
}

function cellsOf(report: PersonReport): (string | number)[] {
  return Object.values(columns).map((column) => column(report));
}
