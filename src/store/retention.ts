import { type SQL, sql as raw } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { delivery, operatorMessage, progressMessage, telegramFile } from './schema/chat.ts';
import { auditLog } from './schema/operators.ts';
import { activityDay } from './schema/person.ts';
import type { Sql } from './sql.ts';

/** Removes at most that many rows that ended, or were written, before then, and gives how many. */
export type RemoveRows = (sql: Sql, before: Date, limit: number) => Promise<number>;

const removing =
  (table: PgTable, isOld: (before: SQL) => SQL): RemoveRows =>
  async (sql, before, limit) => {
    const removed = await sql.execute(raw`
      delete from ${table} where ctid = any (array(
        select ctid from ${table} where ${isOld(raw`${before.toISOString()}::timestamptz`)} limit ${limit}))`);
    return removed.rowCount ?? 0;
  };

/** Only what was sent, or never can be: what is told again and again must find its row. */
export const removeDeliveries = removing(delivery, (before) => raw`sent_at < ${before}`);

export const removeProgressMessages = removing(progressMessage, (before) => raw`ended_at < ${before}`);

export const removeOperatorMessages = removing(
  operatorMessage,
  (before) => raw`state <> 'waiting' and created_at < ${before}`,
);

export const removeAuditEntries = removing(auditLog, (before) => raw`at < ${before}`);

/** What is asked for again is uploaded again. */
export const removeTelegramFiles = removing(telegramFile, (before) => raw`saved_at < ${before}`);

export const removeActivityDays = removing(
  activityDay,
  (before) => raw`day < (${before} at time zone 'Europe/Moscow')::date`,
);
