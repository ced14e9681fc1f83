import { and, desc, eq, inArray, isNull, not, or, sql as raw, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import type { AdOrder } from '../domain/ad/ad-order.ts';
import {
  type ProductionState,
  type StepKind,
  productionStates,
  stepKinds,
} from '../domain/production/step.ts';
import { parseAdOrder } from './ad-order-row.ts';
import { production } from './schema/production.ts';
import type { Sql } from './sql.ts';
import { waitsItsTurn } from './turns.ts';

/** Who tells the owner of a production: the shell that waits for it, or a chat. */
const channels = ['shell', 'telegram'] as const;
export type Channel = (typeof channels)[number];

export interface NewProduction {
  readonly id: string;
  readonly owner: string;
  readonly fingerprint: string;
  readonly order: AdOrder;
  /** The shell by default. */
  readonly channel?: Channel;
  /** The step after which the owner is asked whether to go on. */
  readonly pauseAfter?: StepKind;
  readonly draftId?: string;
  /** Where its speech was heard before it was ordered. */
  readonly spokenAt?: Date;
  /** The video that this one is another render of. */
  readonly sourceId?: string;
  /** With others that were asked for at once; `requestPosition` tells their order. */
  readonly requestId?: string;
  readonly requestPosition?: number;
}

const productionRow = z.object({
  id: z.string(),
  owner: z.string(),
  fingerprint: z.string(),
  order: z.unknown().transform(parseAdOrder),
  state: z.enum(productionStates),
  channel: z.enum(channels),
  pauseAfter: z.enum(stepKinds).nullable(),
  draftId: z.string().nullable(),
  sourceId: z.string().nullable(),
  requestId: z.string().nullable(),
  requestPosition: z.number(),
  priceCredits: z.number(),
  errorReason: z.string().nullable(),
  errorMessage: z.string().nullable(),
  errorDetails: z.record(z.string(), z.union([z.string(), z.number()])).nullable(),
  createdAt: z.date(),
  spokenAt: z.date().nullable(),
  confirmedAt: z.date().nullable(),
  supersededAt: z.date().nullable(),
  finishedAt: z.date().nullable(),
  deletedAt: z.date().nullable(),
});

export interface ProductionError {
  readonly reason: string;
  readonly message: string;
  readonly details: Readonly<Record<string, string | number>>;
}

/** Rows are data from outside this program's types: another version may have written them. */
export type Production = ReturnType<typeof fromRow>;

export function fromRow(row: typeof production.$inferSelect) {
  const { errorReason, errorMessage, errorDetails, ...rest } = productionRow.parse(row);
  const error: ProductionError | undefined =
    errorReason === null
      ? undefined
      : { reason: errorReason, message: errorMessage ?? '', details: errorDetails ?? {} };
  return { ...rest, error };
}

/** False where the id is taken, or the owner has the same order in work already. */
export async function insertProduction(sql: Sql, created: NewProduction): Promise<boolean> {
  const rows = await sql
    .insert(production)
    .values({ ...created, state: 'running' })
    .onConflictDoNothing()
    .returning({ id: production.id });
  return rows.length === 1;
}

/** Nothing for what is no id at all: it may come from a forged button. */
export async function findProduction(sql: Sql, id: string): Promise<Production | undefined> {
  if (!z.guid().safeParse(id).success) return undefined;
  const [row] = await sql.select().from(production).where(eq(production.id, id));
  return row && fromRow(row);
}

/** Whether it is another render of a finished video. */
export async function isRender(sql: Sql, id: string): Promise<boolean> {
  const [row] = await sql
    .select({ sourceId: production.sourceId })
    .from(production)
    .where(eq(production.id, id));
  return row !== undefined && row.sourceId !== null;
}

/** Nothing for what is another's, or was deleted. */
export async function findOwnProduction(
  sql: Sql,
  owner: string,
  id: string,
): Promise<Production | undefined> {
  const found = await findProduction(sql, id);
  return found?.owner === owner && found.deletedAt === null ? found : undefined;
}

export async function findUnfinished(
  sql: Sql,
  owner: string,
  fingerprint: string,
): Promise<Production | undefined> {
  const [row] = await sql
    .select()
    .from(production)
    .where(
      and(
        eq(production.owner, owner),
        eq(production.fingerprint, fingerprint),
        eq(production.state, 'running'),
      ),
    );
  return row && fromRow(row);
}

/**
 * Ids, newest first, without those that wait for others of their request. The orders are not read: one that another
 * version wrote keeps nobody else waiting.
 */
export async function listUnfinished(sql: Sql, limit: number): Promise<string[]> {
  const rows = await sql
    .select({ id: production.id })
    .from(production)
    .where(and(eq(production.state, 'running'), not(waitsItsTurn)))
    .orderBy(desc(production.createdAt))
    .limit(limit);
  return rows.map(({ id }) => id);
}

/** What runs or waits for its owner, newest first; of renders that were asked for at once the one whose turn it is. */
export async function listUnfinishedOf(sql: Sql, owner: string, limit: number): Promise<Production[]> {
  const inState = (state: ProductionState) =>
    sql
      .select({ id: production.id })
      .from(production)
      .where(and(eq(production.owner, owner), eq(production.state, state), isNull(production.deletedAt)));
  const rows = await sql
    .select()
    .from(production)
    // Each state has an index of its own.
    .where(
      and(
        inArray(
          production.id,
          inState('running').unionAll(inState('awaiting_confirmation')).unionAll(inState('awaiting_engine')),
        ),
        not(waitsItsTurn),
      ),
    )
    .orderBy(desc(production.createdAt))
    .limit(limit);
  return rows.map(fromRow);
}

/** More are not counted: to whoever waits, so many are all the same. */
const maxAhead = 1000;

/**
 * Productions in work that come before this one: speech before heads, and each in the order in which it was asked
 * for.
 */
export async function countAhead(
  sql: Sql,
  { id, confirmedAt, createdAt, pauseAfter }: Production,
): Promise<number> {
  const paused = confirmedAt === null && pauseAfter !== null;
  const since = (confirmedAt ?? createdAt).toISOString();
  const asked = raw`coalesce(${production.confirmedAt}, ${production.createdAt})`;
  const unheard = and(isNull(production.confirmedAt), raw`${production.pauseAfter} is not null`);
  const earlier = raw`${asked} < ${since}::timestamptz`;
  const before: SQL | undefined = paused ? and(unheard, earlier) : or(unheard, earlier);
  const waiting = sql
    .select({ id: production.id })
    .from(production)
    .where(and(eq(production.state, 'running'), raw`${production.id} <> ${id}`, before))
    .limit(maxAhead);
  return await sql.$count(waiting.as('waiting'));
}
