import { and, desc, eq, sql as text } from 'drizzle-orm';
import { z } from 'zod';
import type { JsonValue } from '../kernel/json.ts';
import { conversation, telegramUpdate } from './schema/chat.ts';
import type { Sql } from './sql.ts';

/** The message that shows a conversation's state, and what it shows, so that only what differs is edited. */
const shownScreen = z.object({
  messageId: z.number().int(),
  kind: z.enum(['text', 'photo', 'video', 'audio']),
  revision: z.number().int(),
  /** When the message was sent, in milliseconds of the epoch: Telegram deletes only young ones. */
  sentAt: z.number(),
  hasButtons: z.boolean(),
  textHash: z.string(),
  contentKey: z.string().optional(),
  /** The production whose progress it told: no use to anyone once something else is shown. */
  progressOf: z.string().optional(),
  /** HTML of the caption with which its media stays once something else is shown. */
  keptAs: z.string().optional(),
  /** The person wrote since: what comes next is sent below. */
  isPassed: z.boolean().optional(),
});
export type ShownScreen = z.infer<typeof shownScreen>;

export interface Conversation {
  readonly personId: string;
  /** 0 before the first event. */
  readonly revision: number;
  /** As it was saved; undefined before the first event. */
  readonly state: unknown;
  readonly screen: ShownScreen | undefined;
}

export async function findConversation(sql: Sql, personId: string): Promise<Conversation> {
  const [row] = await sql.select().from(conversation).where(eq(conversation.personId, personId));
  if (!row) return { personId, revision: 0, state: undefined, screen: undefined };
  const screen = shownScreen.safeParse(row.screen);
  return { personId, revision: row.revision, state: row.state, screen: screen.data };
}

export interface ConversationStep {
  readonly personId: string;
  /** The revision that was decided from; nothing is saved where somebody else went on from it. */
  readonly from: number;
  readonly to: number;
  readonly state: JsonValue;
  /** The screen is to be sent anew: whoever finds it unshown must not edit the old one. */
  readonly passesScreen: boolean;
  /** Done together with it. */
  readonly update?: { readonly botId: number; readonly updateId: number };
}

/** In one statement, so that state and update change together or not at all. True where it was saved. */
export async function saveStep(sql: Sql, step: ConversationStep): Promise<boolean> {
  const { personId, from, to, update } = step;
  const state = JSON.stringify(step.state);
  const { rows } = await sql.execute<{ saved: boolean }>(text`
    with saved as (
      insert into ${conversation} as current (person_id, revision, state)
      values (${personId}, ${to}, ${state}::jsonb)
      on conflict (person_id) do update
        set revision = excluded.revision, state = excluded.state, updated_at = now(),
          screen = case when ${step.passesScreen} then current.screen || '{"isPassed": true}' else current.screen end
        where current.revision = ${from}
      returning 1
    ), ended as (
      update ${telegramUpdate} set state = 'done', ended_at = now()
      where bot_id = ${update?.botId ?? null}::bigint and update_id = ${update?.updateId ?? null}::bigint
        and exists (select from saved)
      returning 1
    )
    select exists (select from saved) as saved, (select count(*) from ended) as ended`);
  return rows[0]?.saved === true;
}

/** Unless the conversation has gone on to show something newer. */
export async function saveScreen(sql: Sql, personId: string, screen: ShownScreen): Promise<void> {
  await sql
    .update(conversation)
    .set({ screen })
    .where(
      and(
        eq(conversation.personId, personId),
        text`coalesce((${conversation.screen} ->> 'revision')::int, 0) <= ${screen.revision}`,
      ),
    );
}

/**
 * People whose screen shows less than their state, among those who wrote within that time before the newest update:
 * whoever was being answered when the process was killed. Bounded by that time's updates, not by all people.
 */
export async function listUnshown(
  sql: Sql,
  options: { readonly botId: number; readonly withinMinutes: number; readonly limit: number },
): Promise<string[]> {
  const newest = sql
    .select({ at: telegramUpdate.receivedAt })
    .from(telegramUpdate)
    .orderBy(desc(telegramUpdate.receivedAt))
    .limit(1);
  const lanes = sql
    .selectDistinct({ personId: text<string>`'telegram:' || ${telegramUpdate.lane}`.as('lane_person') })
    .from(telegramUpdate)
    .where(
      and(
        eq(telegramUpdate.botId, options.botId),
        text`${telegramUpdate.receivedAt} > (${newest}) - make_interval(mins => ${options.withinMinutes})`,
      ),
    )
    .as('lanes');
  const rows = await sql
    .select({ personId: conversation.personId })
    .from(conversation)
    .innerJoin(lanes, eq(conversation.personId, lanes.personId))
    .where(text`coalesce((${conversation.screen} ->> 'revision')::int, 0) < ${conversation.revision}`)
    .limit(options.limit);
  return rows.map(({ personId }) => personId);
}
