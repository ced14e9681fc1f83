import { and, asc, eq, isNull, sql as raw } from 'drizzle-orm';
import { z } from 'zod';
import { chatTask, progressMessage } from './schema/chat.ts';
import { production } from './schema/production.ts';
import type { Sql } from './sql.ts';

export interface ProgressMessage {
  /** Or of a request for renders, whose progress is shown in one message, or of a task of the chat. */
  readonly productionId: string;
  readonly chatId: number;
  readonly messageId: number;
}

export interface OpenProgress extends ProgressMessage {
  readonly personId: string;
  /** Otherwise it has ended or waits for the person: nothing moves any more. */
  readonly isRunning: boolean;
  /** Paid for, or free: it goes on to the video. */
  readonly isConfirmed: boolean;
  readonly startedAt: Date;
}

/** The production's progress is shown there from now on, wherever it was shown before. */
export async function upsertProgressMessage(sql: Sql, message: ProgressMessage): Promise<void> {
  const { chatId, messageId } = message;
  const startedAt = new Date();
  await sql
    .insert(progressMessage)
    .values({ ...message, startedAt })
    .onConflictDoUpdate({
      target: progressMessage.productionId,
      set: { chatId, messageId, startedAt, endedAt: null },
    });
}

/** Unless another message has taken over. */
export async function endProgressMessage(
  sql: Sql,
  { productionId, messageId }: Pick<ProgressMessage, 'productionId' | 'messageId'>,
): Promise<void> {
  await sql
    .update(progressMessage)
    .set({ endedAt: new Date() })
    .where(
      and(
        eq(progressMessage.productionId, productionId),
        eq(progressMessage.messageId, messageId),
        isNull(progressMessage.endedAt),
      ),
    );
}

const columns = {
  productionId: progressMessage.productionId,
  chatId: progressMessage.chatId,
  messageId: progressMessage.messageId,
  startedAt: progressMessage.startedAt,
};
const personRow = z.object({
  productionId: z.string(),
  chatId: z.number(),
  messageId: z.number(),
  startedAt: z.date(),
  personId: z.string(),
});
const openRow = personRow.extend({ state: z.string(), confirmedAt: z.date().nullable() });
const unfinishedRow = personRow.extend({ isRunning: z.boolean() });

/** Those that are not over, oldest first. */
export async function listOpenProgress(sql: Sql, limit: number): Promise<readonly OpenProgress[]> {
  const found = await Promise.all([
    listOfProductions(sql, limit),
    listOfRequests(sql, limit),
    listOfTasks(sql, limit),
  ]);
  return found.flat().sort((left, right) => left.startedAt.getTime() - right.startedAt.getTime());
}

async function listOfTasks(sql: Sql, limit: number): Promise<OpenProgress[]> {
  const rows = await sql
    .select({
      ...columns,
      personId: chatTask.personId,
      isRunning: raw<boolean>`${chatTask.state} = 'waiting'`,
    })
    .from(progressMessage)
    .innerJoin(chatTask, eq(chatTask.id, progressMessage.productionId))
    .where(isNull(progressMessage.endedAt))
    .orderBy(asc(progressMessage.startedAt))
    .limit(limit);
  return rows.map((found) => ({ ...unfinishedRow.parse(found), isConfirmed: true }));
}

async function listOfRequests(sql: Sql, limit: number): Promise<OpenProgress[]> {
  const ofRequest = sql
    .select({
      requestId: production.requestId,
      personId: raw<string>`min(${production.owner})`.as('person_id'),
      isRunning: raw<boolean>`bool_or(${production.state} in ('running', 'awaiting_engine'))`.as(
        'is_running',
      ),
    })
    .from(production)
    .where(eq(production.requestId, progressMessage.productionId))
    .groupBy(production.requestId)
    .as('of_request');
  const rows = await sql
    .select({
      ...columns,
      personId: ofRequest.personId,
      isRunning: ofRequest.isRunning,
    })
    .from(progressMessage)
    .innerJoinLateral(ofRequest, raw`true`)
    .where(isNull(progressMessage.endedAt))
    .orderBy(asc(progressMessage.startedAt))
    .limit(limit);
  return rows.map((found) => ({ ...unfinishedRow.parse(found), isConfirmed: true }));
}

async function listOfProductions(sql: Sql, limit: number): Promise<OpenProgress[]> {
  const rows = await sql
    .select({
      ...columns,
      personId: production.owner,
      state: production.state,
      confirmedAt: production.confirmedAt,
    })
    .from(progressMessage)
    .innerJoin(production, eq(production.id, progressMessage.productionId))
    .where(isNull(progressMessage.endedAt))
    .orderBy(asc(progressMessage.startedAt))
    .limit(limit);
  return rows.map((found) => {
    const { state, confirmedAt, ...rest } = openRow.parse(found);
    return { ...rest, isRunning: state === 'running', isConfirmed: confirmedAt !== null };
  });
}
