import { and, asc, count, desc, eq, inArray, isNotNull, isNull, sql as raw } from 'drizzle-orm';
import { z } from 'zod';
import type { ProductionState } from '../domain/production/step.ts';
import { findProduction, fromRow, type Production } from './productions.ts';
import { production } from './schema/production.ts';
import type { Sql } from './sql.ts';
import { waitsItsTurn } from './turns.ts';

/** The renders of a request in the order in which they are made; none for what is no id. */
export async function listRequest(sql: Sql, requestId: string): Promise<Production[]> {
  if (!z.guid().safeParse(requestId).success) return [];
  const rows = await sql
    .select()
    .from(production)
    .where(eq(production.requestId, requestId))
    .orderBy(asc(production.requestPosition));
  return rows.map(fromRow);
}

export interface RequestTurn {
  readonly id: string;
  readonly position: number;
}

/**
 * Which of a request's renders is next of those that have not ended; undefined when all have. Until the transaction
 * ends no other end of that request is told apart: of two at once the second one sees the first.
 */
export async function findTurn(sql: Sql, requestId: string): Promise<RequestTurn | undefined> {
  await sql.execute(raw`select pg_advisory_xact_lock(hashtextextended(${`ugc-request:${requestId}`}, 0))`);
  const [next] = await sql
    .select({ id: production.id, position: production.requestPosition })
    .from(production)
    .where(and(eq(production.requestId, requestId), inArray(production.state, unfinished)))
    .orderBy(asc(production.requestPosition))
    .limit(1);
  return next;
}

const unfinished: ProductionState[] = ['running', 'awaiting_engine'];

/** Whether others of its request come before it and have not ended. */
export async function isWaitingForOthers(sql: Sql, productionId: string): Promise<boolean> {
  return (await sql.$count(production, and(eq(production.id, productionId), waitsItsTurn))) > 0;
}

/** Undefined for a request that never was. */
export async function findRequestOwner(sql: Sql, requestId: string): Promise<string | undefined> {
  const [row] = await sql
    .select({ owner: production.owner })
    .from(production)
    .where(eq(production.requestId, requestId))
    .limit(1);
  return row?.owner;
}

/** Requests of that owner's that have not ended. */
export async function countRequestsInWork(sql: Sql, owner: string): Promise<number> {
  const [row] = await sql
    .select({ requests: count(raw`distinct ${production.requestId}`) })
    .from(production)
    .where(
      and(eq(production.owner, owner), eq(production.state, 'running'), isNotNull(production.requestId)),
    );
  return row?.requests ?? 0;
}

/** Of that owner's finished videos and their renders; what was deleted is none. */
export async function findNewestVideo(sql: Sql, owner: string): Promise<Production | undefined> {
  const [row] = await sql
    .select()
    .from(production)
    .where(
      and(
        eq(production.owner, owner),
        isNotNull(production.spokenAt),
        isNull(production.supersededAt),
        isNull(production.deletedAt),
        eq(production.state, 'delivered'),
      ),
    )
    // As the index of the history has it.
    .orderBy(raw`${production.createdAt} desc nulls last`, raw`${production.id} desc nulls last`)
    .limit(1);
  return row && fromRow(row);
}

/** The newest finished render of that video with those that were asked for together with it. */
export async function listNewestRenders(sql: Sql, sourceId: string): Promise<Production[]> {
  const [newest] = await sql
    .select({ id: production.id, requestId: production.requestId })
    .from(production)
    .where(
      and(eq(production.sourceId, sourceId), eq(production.state, 'delivered'), isNull(production.deletedAt)),
    )
    .orderBy(desc(production.createdAt), desc(production.requestPosition))
    .limit(1);
  if (!newest) return [];
  if (newest.requestId !== null) return await listRequest(sql, newest.requestId);
  const found = await findProduction(sql, newest.id);
  return found ? [found] : [];
}

/** So that nobody deletes it until the transaction ends. */
export async function lockVideo(sql: Sql, id: string): Promise<void> {
  await sql.select({ id: production.id }).from(production).where(eq(production.id, id)).for('update');
}

/** So that of two requests for renders of one owner's, whichever their videos are, the second one counts the first. */
export async function lockRequestsOf(sql: Sql, owner: string): Promise<void> {
  await sql.execute(raw`select pg_advisory_xact_lock(hashtextextended(${`ugc-requests-of:${owner}`}, 0))`);
}
