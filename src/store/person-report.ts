import { and, asc, desc, eq, gt, inArray, sql as raw } from 'drizzle-orm';
import { spentByOwners } from './provider-calls.ts';
import { ledgerAccount, ledgerEntry, ledgerPosting } from './schema/ledger.ts';
import { person } from './schema/person.ts';
import { production } from './schema/production.ts';
import type { Sql } from './sql.ts';

/** A line of the statistics of each person. */
export interface PersonReport {
  readonly personId: string;
  readonly telegramId: number;
  readonly firstName: string;
  readonly lastName: string | undefined;
  readonly username: string | undefined;
  readonly language: string | undefined;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly isBanned: boolean;
  readonly isUnreachable: boolean;
  readonly balanceCredits: number;
  readonly creditsGiven: number;
  readonly creditsSpent: number;
  readonly videos: number;
  readonly failures: number;
  /** Paid to services for them. */
  readonly providersUsd: number;
}

type Row = typeof person.$inferSelect;

/** Newest first, for pages on a screen; `offset` is kept small by whoever asks. */
export async function listPersonReports(sql: Sql, offset: number, limit: number): Promise<PersonReport[]> {
  const rows = await sql.select().from(person).orderBy(desc(person.createdAt)).offset(offset).limit(limit);
  return await withFigures(sql, rows);
}

/** In the order of their ids after the given one, for a walk over everybody. */
export async function listPersonReportsAfter(
  sql: Sql,
  personId: string,
  limit: number,
): Promise<PersonReport[]> {
  const rows = await sql
    .select()
    .from(person)
    .where(gt(person.id, personId))
    .orderBy(asc(person.id))
    .limit(limit);
  return await withFigures(sql, rows);
}

async function withFigures(sql: Sql, rows: readonly Row[]): Promise<PersonReport[]> {
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return [];
  const [work, credits] = [await readWork(sql, ids), await readCreditsOf(sql, ids)];
  const paid = await spentByOwners(sql, ids);
  return rows.map((row) => ({
    personId: row.id,
    telegramId: row.telegramId,
    firstName: row.firstName,
    lastName: row.lastName ?? undefined,
    username: row.username ?? undefined,
    language: row.language ?? row.languageCode ?? undefined,
    createdAt: row.createdAt,
    lastSeenAt: row.lastSeenAt,
    isBanned: row.bannedAt !== null,
    isUnreachable: row.unreachableAt !== null,
    ...(work.get(row.id) ?? { videos: 0, failures: 0 }),
    providersUsd: paid.get(row.id) ?? 0,
    ...(credits.get(row.id) ?? { balanceCredits: 0, creditsGiven: 0, creditsSpent: 0 }),
  }));
}

async function readWork(sql: Sql, ids: readonly string[]) {
  const rows = await sql
    .select({
      owner: production.owner,
      videos: raw<string>`count(*) filter (where ${production.state} = 'delivered' and ${production.sourceId} is null)`,
      failures: raw<string>`count(*) filter (where ${production.state} = 'failed')`,
    })
    .from(production)
    .where(inArray(production.owner, [...ids]))
    .groupBy(production.owner);
  return new Map(
    rows.map((row) => [row.owner, { videos: Number(row.videos), failures: Number(row.failures) }]),
  );
}

/** What was held and not given back is spent, or will be. */
async function readCreditsOf(sql: Sql, ids: readonly string[]) {
  const codeOf = (id: string) => `person:${id}`;
  const { amount } = ledgerPosting;
  const given = raw`${amount} > 0 and ${ledgerEntry.kind} in ('bonus', 'granted', 'imported')`;
  const rows = await sql
    .select({
      code: ledgerAccount.code,
      balance: ledgerAccount.balance,
      given: raw<string>`coalesce(sum(${amount}) filter (where ${given}), 0)`,
      spent: raw<string>`coalesce(-sum(${amount}) filter (where ${ledgerEntry.kind} in ('held', 'released')), 0)`,
    })
    .from(ledgerAccount)
    .leftJoin(ledgerPosting, eq(ledgerPosting.accountId, ledgerAccount.id))
    .leftJoin(ledgerEntry, and(eq(ledgerEntry.id, ledgerPosting.entryId)))
    .where(inArray(ledgerAccount.code, ids.map(codeOf)))
    .groupBy(ledgerAccount.id);
  return new Map(
    rows.map((row) => [
      row.code.slice('person:'.length),
      {
        balanceCredits: row.balance,
        creditsGiven: Number(row.given),
        creditsSpent: Number(row.spent),
      },
    ]),
  );
}
