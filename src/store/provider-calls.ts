import { and, count, desc, eq, gte, inArray, isNull, lt, ne, or, sql as raw } from 'drizzle-orm';
import { z } from 'zod';
import {
  believableUsd,
  type PaidCapability,
  paidCapabilities,
  type ProviderCallState,
} from '../domain/production/provider-call.ts';
import { providerCall } from './schema/provider-call.ts';
import { production } from './schema/production.ts';
import type { Sql } from './sql.ts';

export interface NewProviderCall {
  readonly tag: string;
  readonly owner: string;
  readonly productionId: string | undefined;
  readonly capability: PaidCapability;
  readonly provider: string;
  /** Who sends it. */
  readonly adapter: string;
  readonly model: string | undefined;
  readonly estimatedUsd: number;
}

const row = z.object({
  tag: z.string(),
  owner: z.string(),
  productionId: z.string().nullable(),
  capability: z.enum(paidCapabilities),
  provider: z.string(),
  adapter: z.string().nullable(),
  model: z.string().nullable(),
  state: z.enum(['sending', 'submitted', 'unknown', 'done', 'failed', 'not-taken']),
  requestId: z.string().nullable(),
  estimatedUsd: z.number(),
  actualUsd: z.number().nullable(),
  errorReason: z.string().nullable(),
  createdAt: z.date(),
  endedAt: z.date().nullable(),
});
export type ProviderCall = z.infer<typeof row>;

/** States in which the vendor may be at work for us, or may have been. */
const open = ['sending', 'submitted', 'unknown'] as const satisfies readonly ProviderCallState[];

/** What was surely not taken is not owed. */
const owed = ne(providerCall.state, 'not-taken');

/** False where a request of that tag may have left already; one that surely was not taken may leave again. */
export async function insertSending(sql: Sql, call: NewProviderCall): Promise<boolean> {
  const { tag, ...values } = { ...call, productionId: call.productionId ?? null, model: call.model ?? null };
  const anew = { state: 'sending', requestId: null, actualUsd: null, errorReason: null, endedAt: null };
  const rows = await sql
    .insert(providerCall)
    .values({ tag, ...values })
    .onConflictDoUpdate({
      target: providerCall.tag,
      set: { ...values, ...anew, createdAt: raw`now()` },
      setWhere: eq(providerCall.state, 'not-taken'),
    })
    .returning({ tag: providerCall.tag });
  return rows.length === 1;
}

/** The vendor's id is left out where another call has it: which of the two it is, nobody could say. */
export async function markSubmitted(sql: Sql, tag: string, requestId: string): Promise<void> {
  const free = raw<string>`(select ${requestId}::text where not exists (select from ${providerCall} other
    where other.provider = provider_call.provider and other.request_id = ${requestId} and other.tag <> ${tag}))`;
  await sql
    .update(providerCall)
    .set({ state: 'submitted', requestId: free })
    .where(and(eq(providerCall.tag, tag), inArray(providerCall.state, [...open])));
}

/** It was found at the vendor's, or its answer was lost: never over what is known better. */
export async function markCall(
  sql: Sql,
  tag: string,
  state: 'submitted' | 'unknown' | 'not-taken',
): Promise<void> {
  const ended = state === 'not-taken' ? { endedAt: raw`now()` } : {};
  const from: ProviderCallState[] = state === 'unknown' ? ['sending'] : ['sending', 'unknown'];
  await sql
    .update(providerCall)
    .set({ state, ...ended })
    .where(and(eq(providerCall.tag, tag), inArray(providerCall.state, from)));
}

export async function markDone(sql: Sql, tag: string, actualUsd: number | undefined): Promise<void> {
  await sql
    .update(providerCall)
    .set({ state: 'done', actualUsd: believableUsd(actualUsd) ?? null, endedAt: raw`now()` })
    .where(and(eq(providerCall.tag, tag), inArray(providerCall.state, [...open])));
}

/**
 * Nothing comes of it any more. What nobody knows the fate of stays `unknown`: it may be owed. One that was given up
 * before its vendor said that it has it is settled then.
 */
export async function giveUpCall(sql: Sql, tag: string, errorReason: string): Promise<void> {
  const state = raw`case when ${providerCall.state} = 'submitted' then 'failed' else 'unknown' end`;
  await sql
    .update(providerCall)
    .set({ state, errorReason, endedAt: raw`now()` })
    .where(
      and(
        eq(providerCall.tag, tag),
        inArray(providerCall.state, [...open]),
        or(isNull(providerCall.endedAt), eq(providerCall.state, 'submitted')),
      ),
    );
}

export async function findCall(sql: Sql, tag: string): Promise<ProviderCall | undefined> {
  const [found] = await sql.select().from(providerCall).where(eq(providerCall.tag, tag));
  return found && row.parse(found);
}

/** The newest of a production for that capability. */
export async function findLatestCall(
  sql: Sql,
  productionId: string,
  capability: PaidCapability,
): Promise<ProviderCall | undefined> {
  const [found] = await sql
    .select()
    .from(providerCall)
    .where(and(eq(providerCall.productionId, productionId), eq(providerCall.capability, capability)))
    .orderBy(desc(providerCall.createdAt))
    .limit(1);
  return found && row.parse(found);
}

/** Requests of that production's for that capability that are owed, or may be. */
export async function countOwedCalls(
  sql: Sql,
  productionId: string,
  capability: PaidCapability,
): Promise<number> {
  const isOfStep = and(eq(providerCall.productionId, productionId), eq(providerCall.capability, capability));
  return await sql.$count(providerCall, and(isOfStep, owed));
}

/** Whether anything of that production's is at a service, or may be. */
export async function hasOpenCall(sql: Sql, productionId: string): Promise<boolean> {
  const rows = await sql
    .select({ tag: providerCall.tag })
    .from(providerCall)
    .where(and(eq(providerCall.productionId, productionId), isNull(providerCall.endedAt)))
    .limit(1);
  return rows.length === 1;
}

/** From here on to the end of the transaction the day's sum is nobody else's to change. */
export async function lockBudget(sql: Sql): Promise<void> {
  await sql.execute(raw`select pg_advisory_xact_lock(hashtext('ugc-provider-budget'))`);
}

const spent = raw<string>`coalesce(sum(coalesce(${providerCall.actualUsd}, ${providerCall.estimatedUsd})), 0)`;

/** UTC, by the database's clock, which all processes share. */
const midnight = raw`date_trunc('day', now() at time zone 'utc') at time zone 'utc'`;

/** Since midnight. */
export async function spentToday(sql: Sql): Promise<number> {
  const [found] = await sql
    .select({ usd: spent })
    .from(providerCall)
    .where(and(gte(providerCall.createdAt, midnight), owed));
  return Number(found?.usd ?? 0);
}

/** Since midnight, for that owner. */
export async function countCallsToday(sql: Sql, owner: string, capability: PaidCapability): Promise<number> {
  const { createdAt } = providerCall;
  const isOfKind = and(eq(providerCall.owner, owner), eq(providerCall.capability, capability), owed);
  return await sql.$count(providerCall, and(isOfKind, gte(createdAt, midnight)));
}

/** What one service was paid for, and how often it was asked. */
export interface ProviderSum {
  readonly provider: string;
  readonly calls: number;
  readonly usd: number;
}

/** By service, the dearest first; from `from` on and before `to`. */
export async function spentByProvider(
  sql: Sql,
  span: { readonly from: Date; readonly to: Date },
): Promise<ProviderSum[]> {
  const { createdAt, provider } = providerCall;
  const rows = await sql
    .select({ provider, calls: count(), usd: spent })
    .from(providerCall)
    .where(and(gte(createdAt, span.from), lt(createdAt, span.to), owed))
    .groupBy(provider)
    .orderBy(desc(spent), provider);
  return rows.map((row) => ({ ...row, usd: Number(row.usd) }));
}

/** By owner; whoever spent nothing is not in it. */
export async function spentByOwners(
  sql: Sql,
  owners: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await sql
    .select({ owner: providerCall.owner, usd: spent })
    .from(providerCall)
    .where(and(inArray(providerCall.owner, [...owners]), owed))
    .groupBy(providerCall.owner);
  return new Map(rows.map(({ owner, usd }) => [owner, Number(usd)]));
}

/** Calls of that capability for renders of the same video, this production's included; the first video is none. */
export async function countCallsForRenders(
  sql: Sql,
  productionId: string,
  capability: PaidCapability,
): Promise<number> {
  const source = raw`(select source_id from ${production} where id = ${productionId})`;
  const renders = sql.select({ id: production.id }).from(production).where(eq(production.sourceId, source));
  return await sql.$count(
    providerCall,
    and(inArray(providerCall.productionId, renders), eq(providerCall.capability, capability), owed),
  );
}

const counted = z.object({
  provider: z.string(),
  capability: z.string(),
  state: z.string(),
  count: z.coerce.number(),
  usd: z.coerce.number(),
});
export type CountedCalls = z.infer<typeof counted>;

/** Of the last hour, for whoever watches. */
export async function countCallsLastHour(sql: Sql): Promise<CountedCalls[]> {
  const { provider, capability, state, createdAt } = providerCall;
  const rows = await sql
    .select({ provider, capability, state, count: raw`count(*)`, usd: spent })
    .from(providerCall)
    .where(gte(createdAt, raw`now() - interval '1 hour'`))
    .groupBy(provider, capability, state);
  return z.array(counted).parse(rows);
}
