import { and, asc, eq, lt, sql as raw } from 'drizzle-orm';
import { z } from 'zod';
import type { ChatTask } from '../domain/task/task.ts';
import type { JsonValue } from '../kernel/json.ts';
import { chatTask } from './schema/chat.ts';
import { sentFileRow } from './sent-file-row.ts';
import type { Sql } from './sql.ts';

export type ChatTaskState = 'waiting' | 'done' | 'failed' | 'cancelled';

export interface ChatTaskRow {
  readonly id: string;
  readonly personId: string;
  readonly task: ChatTask;
  readonly state: ChatTaskState;
  /** What a slow service gave to ask for the result by; opaque. */
  readonly operation: JsonValue | undefined;
}

const source = z.union([z.object({ file: sentFileRow }), z.object({ url: z.string() })]);

const storedTask = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('fetch-background'), source }),
  z.object({
    kind: z.literal('check-bookend'),
    productionId: z.guid(),
    part: z.enum(['intro', 'outro']),
    source,
    tooLong: z.enum(['refuse', 'take-first-seconds']),
  }),
  z.object({ kind: z.literal('check-subtitles'), productionId: z.guid(), file: sentFileRow }),
  z.object({ kind: z.literal('preview-clip'), productionId: z.guid() }),
  z.object({ kind: z.literal('check-photo'), file: sentFileRow, gender: z.enum(['female', 'male']) }),
  z.object({
    kind: z.literal('make-presenter'),
    gender: z.enum(['female', 'male']),
    prompt: z.string(),
  }),
  z.object({
    kind: z.literal('edit-picture'),
    presenter: z.object({ kind: z.enum(['cast', 'own']), id: z.string() }),
    prompt: z.string(),
    engine: z.literal('local').exactOptional(),
  }),
]);

/** False where a task of that id is there already. */
export async function insertChatTask(
  sql: Sql,
  created: { readonly id: string; readonly personId: string; readonly task: ChatTask },
): Promise<boolean> {
  const rows = await sql
    .insert(chatTask)
    .values(created)
    .onConflictDoNothing()
    .returning({ id: chatTask.id });
  return rows.length === 1;
}

export async function findChatTask(sql: Sql, id: string): Promise<ChatTaskRow | undefined> {
  const [row] = await sql.select().from(chatTask).where(eq(chatTask.id, id));
  if (!row) return undefined;
  const task = storedTask.parse(row.task);
  const operation = (row.operation as JsonValue | null) ?? undefined;
  return { id: row.id, personId: row.personId, task, state: row.state as ChatTaskState, operation };
}

/** False where the task has ended: whoever works on it must stop. */
export async function saveTaskOperation(sql: Sql, id: string, operation: JsonValue): Promise<boolean> {
  const rows = await sql
    .update(chatTask)
    .set({ operation })
    .where(and(eq(chatTask.id, id), eq(chatTask.state, 'waiting')))
    .returning({ id: chatTask.id });
  return rows.length === 1;
}

/** A service said that it is done with it. */
export async function markTaskReported(sql: Sql, id: string): Promise<void> {
  await sql
    .update(chatTask)
    .set({ reportedAt: raw`clock_timestamp()` })
    .where(and(eq(chatTask.id, id), eq(chatTask.state, 'waiting')));
}

/** In milliseconds of the epoch; 0 where no service said anything. */
export async function readTaskReport(sql: Sql, id: string): Promise<number> {
  const [row] = await sql
    .select({ reportedAt: chatTask.reportedAt })
    .from(chatTask)
    .where(eq(chatTask.id, id));
  return row?.reportedAt?.getTime() ?? 0;
}

/** Locks the row of a task that still waits. */
export async function lockWaitingTask(sql: Sql, id: string): Promise<boolean> {
  const rows = await sql
    .select({ id: chatTask.id })
    .from(chatTask)
    .where(and(eq(chatTask.id, id), eq(chatTask.state, 'waiting')))
    .for('update');
  return rows.length === 1;
}

export async function isChatTaskWaiting(sql: Sql, id: string): Promise<boolean> {
  const [row] = await sql.select({ state: chatTask.state }).from(chatTask).where(eq(chatTask.id, id));
  return row?.state === 'waiting';
}

/** False where it had ended already, so that an ending happens once; with `personId` also where it is another's. */
export async function endChatTask(
  sql: Sql,
  id: string,
  state: Exclude<ChatTaskState, 'waiting'>,
  personId?: string,
): Promise<boolean> {
  const isTheirs = personId === undefined ? undefined : eq(chatTask.personId, personId);
  const rows = await sql
    .update(chatTask)
    .set({ state, endedAt: new Date() })
    .where(and(eq(chatTask.id, id), eq(chatTask.state, 'waiting'), isTheirs))
    .returning({ id: chatTask.id });
  return rows.length === 1;
}

/** All of theirs that wait. */
export async function cancelTasksOf(sql: Sql, personId: string): Promise<void> {
  await sql
    .update(chatTask)
    .set({ state: 'cancelled', endedAt: new Date() })
    .where(and(eq(chatTask.personId, personId), eq(chatTask.state, 'waiting')));
}

/** Tasks that wait since before that time; few wait at any moment. */
export async function listWaitingSince(
  sql: Sql,
  before: Date,
  limit: number,
): Promise<readonly { readonly id: string; readonly personId: string }[]> {
  return await sql
    .select({ id: chatTask.id, personId: chatTask.personId })
    .from(chatTask)
    .where(and(eq(chatTask.state, 'waiting'), lt(chatTask.createdAt, before)))
    .orderBy(asc(chatTask.createdAt))
    .limit(limit);
}
