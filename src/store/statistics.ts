import { and, count, desc, eq, gte, inArray, isNull, lt, or, sql as raw } from 'drizzle-orm';
import { type ProviderSum, spentByProvider } from './provider-calls.ts';
import { ledgerAccount, ledgerEntry, ledgerPosting } from './schema/ledger.ts';
import { activityDay, person } from './schema/person.ts';
import { production, storedResult } from './schema/production.ts';
import type { Sql } from './sql.ts';

/** From `from` on and before `to`. */
export interface Span {
  readonly from: Date;
  readonly to: Date;
}

export interface Figures {
  readonly newPeople: number;
  readonly videos: number;
  readonly failures: number;
  readonly creditsGiven: number;
  readonly creditsSpent: number;
  /** By service. */
  readonly providers: readonly ProviderSum[];
}

export async function readFigures(sql: Sql, span: Span): Promise<Figures> {
  const within = (column: Parameters<typeof gte>[0]) => and(gte(column, span.from), lt(column, span.to));
  const newPeople = await sql.$count(person, within(person.createdAt));
  const ended = await sql
    .select({ state: production.state, count: count() })
    .from(production)
    .where(
      and(
        within(production.finishedAt),
        inArray(production.state, ['delivered', 'failed']),
        // A video that is rendered anew is the same video.
        or(isNull(production.sourceId), eq(production.state, 'failed')),
      ),
    )
    .groupBy(production.state);
  const endedAs = (state: string) => ended.find((row) => row.state === state)?.count ?? 0;
  return {
    newPeople,
    videos: endedAs('delivered'),
    failures: endedAs('failed'),
    ...(await readCredits(sql, span)),
    providers: await spentByProvider(sql, span),
  };
}

/** Given: to people's accounts, other than back from a hold. Spent: captured for delivered videos. */
async function readCredits(sql: Sql, span: Span): Promise<Pick<Figures, 'creditsGiven' | 'creditsSpent'>> {
  const toPeople = raw`${ledgerAccount.kind} = 'person' and ${ledgerPosting.amount} > 0
    and ${ledgerEntry.kind} in ('bonus', 'granted', 'imported')`;
  const toSpent = raw`${ledgerAccount.code} = 'system:spent'`;
  const [row] = await sql
    .select({
      given: raw<string>`coalesce(sum(${ledgerPosting.amount}) filter (where ${toPeople}), 0)`,
      spent: raw<string>`coalesce(sum(${ledgerPosting.amount}) filter (where ${toSpent}), 0)`,
    })
    .from(ledgerEntry)
    .innerJoin(ledgerPosting, eq(ledgerPosting.entryId, ledgerEntry.id))
    .innerJoin(ledgerAccount, eq(ledgerAccount.id, ledgerPosting.accountId))
    .where(and(gte(ledgerEntry.createdAt, span.from), lt(ledgerEntry.createdAt, span.to)));
  return { creditsGiven: Number(row?.given ?? 0), creditsSpent: Number(row?.spent ?? 0) };
}

/** People who were active on one of the days, both included; days as YYYY-MM-DD. */
export async function countActive(sql: Sql, firstDay: string, lastDay: string): Promise<number> {
  const [row] = await sql
    .select({ count: raw<string>`count(distinct ${activityDay.personId})` })
    .from(activityDay)
    .where(and(gte(activityDay.day, firstDay), raw`${activityDay.day} <= ${lastDay}`));
  return Number(row?.count ?? 0);
}

export interface StoredBytes {
  readonly name: string;
  readonly count: number;
  readonly bytes: number;
}

export async function storedBytesByKind(sql: Sql): Promise<StoredBytes[]> {
  return await storedBytesBy(sql, storedResult.kind, 20);
}

export async function storedBytesByOwner(sql: Sql, limit: number): Promise<StoredBytes[]> {
  return await storedBytesBy(sql, storedResult.owner, limit);
}

async function storedBytesBy(
  sql: Sql,
  column: typeof storedResult.kind | typeof storedResult.owner,
  limit: number,
): Promise<StoredBytes[]> {
  const bytes = raw<string>`sum(${storedResult.bytes})`;
  const rows = await sql
    .select({ name: column, count: count(), bytes })
    .from(storedResult)
    .groupBy(column)
    .orderBy(desc(bytes))
    .limit(limit);
  return rows.map((row) => ({ ...row, bytes: Number(row.bytes) }));
}
