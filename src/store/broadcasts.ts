import { and, asc, eq, gt, isNull, sql as raw } from 'drizzle-orm';
import { z } from 'zod';
import { broadcast } from './schema/operators.ts';
import { person } from './schema/person.ts';
import type { Sql } from './sql.ts';

const entity = z.looseObject({ type: z.string(), offset: z.number(), length: z.number() });

const bodyRow = z.object({
  message: z.discriminatedUnion('kind', [
    /** Entities as Telegram has them: bold, links and so on. */
    z.object({ kind: z.literal('text'), text: z.string(), entities: z.array(entity) }),
    /** A message that is copied to everybody. */
    z.object({ kind: z.literal('copy'), chatId: z.number(), messageId: z.number() }),
  ]),
  /** Where its progress is shown. */
  progress: z.object({ chatId: z.number(), messageId: z.number() }).exactOptional(),
});
export type BroadcastBody = z.infer<typeof bodyRow>;
export type BroadcastState = 'draft' | 'running' | 'done' | 'cancelled';

export interface Broadcast {
  readonly id: string;
  readonly operatorId: number;
  readonly body: BroadcastBody;
  readonly state: BroadcastState;
  readonly cursor: string;
  readonly sent: number;
  readonly failed: number;
}

/** Whom a broadcast reaches. */
export interface Recipient {
  readonly personId: string;
  readonly telegramId: number;
}

export async function insertBroadcast(
  sql: Sql,
  created: { readonly id: string; readonly operatorId: number; readonly body: BroadcastBody },
): Promise<void> {
  await sql.insert(broadcast).values(created).onConflictDoNothing();
}

export async function findBroadcast(sql: Sql, id: string): Promise<Broadcast | undefined> {
  const [row] = await sql.select().from(broadcast).where(eq(broadcast.id, id));
  return row && { ...row, body: bodyRow.parse(row.body), state: row.state as BroadcastState };
}

/** False where it was not in the state any more: a second press finds nothing to do. */
export async function moveBroadcast(
  sql: Sql,
  id: string,
  from: BroadcastState,
  to: BroadcastState,
): Promise<boolean> {
  const ended = to === 'done' || to === 'cancelled';
  const rows = await sql
    .update(broadcast)
    .set({ state: to, ...(ended && { endedAt: new Date() }) })
    .where(and(eq(broadcast.id, id), eq(broadcast.state, from)))
    .returning({ id: broadcast.id });
  return rows.length === 1;
}

export async function rememberProgressPlace(
  sql: Sql,
  id: string,
  place: { readonly chatId: number; readonly messageId: number },
): Promise<void> {
  await sql
    .update(broadcast)
    .set({ body: raw`${broadcast.body} || jsonb_build_object('progress', ${JSON.stringify(place)}::jsonb)` })
    .where(eq(broadcast.id, id));
}

export interface BroadcastStride {
  readonly from: string;
  readonly to: string;
  readonly sent: number;
  readonly failed: number;
}

/** False where it was stopped, or somebody else has gone on from there. */
export async function advanceBroadcast(sql: Sql, id: string, stride: BroadcastStride): Promise<boolean> {
  const rows = await sql
    .update(broadcast)
    .set({
      cursor: stride.to,
      sent: raw`${broadcast.sent} + ${stride.sent}`,
      failed: raw`${broadcast.failed} + ${stride.failed}`,
    })
    .where(and(eq(broadcast.id, id), eq(broadcast.state, 'running'), eq(broadcast.cursor, stride.from)))
    .returning({ id: broadcast.id });
  return rows.length === 1;
}

const reachable = and(isNull(person.bannedAt), isNull(person.forgottenAt), isNull(person.unreachableAt));

/** The next ones after the cursor, by id. */
export async function listRecipients(sql: Sql, cursor: string, limit: number): Promise<Recipient[]> {
  return await sql
    .select({ personId: person.id, telegramId: person.telegramId })
    .from(person)
    .where(and(gt(person.id, cursor), reachable))
    .orderBy(asc(person.id))
    .limit(limit);
}

export async function countRecipients(sql: Sql): Promise<number> {
  return await sql.$count(person, reachable);
}
