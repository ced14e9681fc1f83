import { and, asc, eq, sql as raw } from 'drizzle-orm';
import { z } from 'zod';
import type { ReportSubject } from '../domain/report-subject.ts';
import type { SentFile } from '../domain/task/task.ts';
import { operatorMessage } from './schema/chat.ts';
import { sentFileRow } from './sent-file-row.ts';
import type { Sql } from './sql.ts';

export type OperatorMessageKind = 'feedback' | 'report' | 'top_up' | 'reply' | 'notice';

export interface NewOperatorMessage {
  readonly id: string;
  /** Who wrote it, or whom it is for. A notice of the program's own has `system`. */
  readonly personId: string;
  readonly kind: OperatorMessageKind;
  readonly direction: 'to_operators' | 'to_person';
  readonly text?: string | undefined;
  readonly attachment?: SentFile | undefined;
  readonly subject?: ReportSubject | undefined;
}

export interface OperatorMessage extends NewOperatorMessage {
  readonly state: 'waiting' | 'sent' | 'undeliverable';
  readonly attempts: number;
  readonly createdAt: Date;
}

/** A message in a chat of Telegram's. */
export interface MessagePlace {
  readonly chatId: number;
  readonly messageId: number;
}

const subjectRow = z.object({ kind: z.enum(['production', 'presenter']), id: z.string() });

type Row = typeof operatorMessage.$inferSelect;

function fromRow(row: Row): OperatorMessage {
  return {
    id: row.id,
    personId: row.personId,
    kind: row.kind as OperatorMessageKind,
    direction: row.direction as OperatorMessage['direction'],
    text: row.text ?? undefined,
    attachment: row.attachment === null ? undefined : sentFileRow.parse(row.attachment),
    subject: row.subject === null ? undefined : subjectRow.parse(row.subject),
    state: row.state as OperatorMessage['state'],
    attempts: row.attempts,
    createdAt: row.createdAt,
  };
}

/** False where a message of that id stands there already. */
export async function insertOperatorMessage(sql: Sql, message: NewOperatorMessage): Promise<boolean> {
  const rows = await sql
    .insert(operatorMessage)
    .values(message)
    .onConflictDoNothing()
    .returning({ id: operatorMessage.id });
  return rows.length === 1;
}

export async function findOperatorMessage(sql: Sql, id: string): Promise<OperatorMessage | undefined> {
  const [row] = await sql.select().from(operatorMessage).where(eq(operatorMessage.id, id));
  return row && fromRow(row);
}

/** Whose message it is that stands there. */
export async function findMessageAt(sql: Sql, place: MessagePlace): Promise<OperatorMessage | undefined> {
  const [row] = await sql
    .select()
    .from(operatorMessage)
    .where(and(eq(operatorMessage.chatId, place.chatId), eq(operatorMessage.messageId, place.messageId)));
  return row && fromRow(row);
}

export async function countMessageAttempt(sql: Sql, id: string): Promise<void> {
  await sql
    .update(operatorMessage)
    .set({ attempts: raw`${operatorMessage.attempts} + 1` })
    .where(eq(operatorMessage.id, id));
}

export async function recordMessageSent(sql: Sql, id: string, place: MessagePlace): Promise<void> {
  await sql
    .update(operatorMessage)
    .set({ ...place, state: 'sent', sentAt: new Date() })
    .where(and(eq(operatorMessage.id, id), eq(operatorMessage.state, 'waiting')));
}

/** False where it had ended already. */
export async function recordMessageUndeliverable(sql: Sql, id: string): Promise<boolean> {
  const rows = await sql
    .update(operatorMessage)
    .set({ state: 'undeliverable' })
    .where(and(eq(operatorMessage.id, id), eq(operatorMessage.state, 'waiting')))
    .returning({ id: operatorMessage.id });
  return rows.length === 1;
}

/** Ids, oldest first. */
export async function listWaitingMessages(sql: Sql, limit: number): Promise<string[]> {
  const rows = await sql
    .select({ id: operatorMessage.id })
    .from(operatorMessage)
    .where(eq(operatorMessage.state, 'waiting'))
    .orderBy(asc(operatorMessage.createdAt))
    .limit(limit);
  return rows.map(({ id }) => id);
}
