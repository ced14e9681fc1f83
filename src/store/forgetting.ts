import { and, eq, inArray, isNull, lte, ne, notInArray, sql as raw } from 'drizzle-orm';
import { chatTask, conversation, operatorMessage, progressMessage, telegramUpdate } from './schema/chat.ts';
import { activityDay, ownPresenter, person, rememberedVoice, startPayload } from './schema/person.ts';
import { consent, production, renderDraft, storedResult } from './schema/production.ts';
import { fileKeysOf } from './file-references.ts';
import type { Sql } from './sql.ts';

/** What is to be forgotten: everything of one person up to a moment. What they do later stays. */
export interface Forgetting {
  readonly personId: string;
  readonly before: Date;
}

/** Takes the names away at once. False for somebody unknown. */
export async function forgetNames(sql: Sql, personId: string, now: Date): Promise<boolean> {
  const rows = await sql
    .update(person)
    .set({
      firstName: '',
      lastName: null,
      username: null,
      languageCode: null,
      disclosure: null,
      startPayload: null,
      forgottenAt: now,
    })
    .where(eq(person.id, personId))
    .returning({ id: person.id });
  return rows.length === 1;
}

/** Some of what still runs or waits. */
export async function listUnfinishedBefore(
  sql: Sql,
  { personId, before }: Forgetting,
  limit: number,
): Promise<string[]> {
  const rows = await sql
    .select({ id: production.id })
    .from(production)
    .where(
      and(
        eq(production.owner, personId),
        inArray(production.state, ['running', 'awaiting_confirmation', 'awaiting_engine']),
        lte(production.createdAt, before),
      ),
    )
    .limit(limit);
  return rows.map(({ id }) => id);
}

/** An order that says nothing of what was ordered, and that can still be read. */
const forgottenOrder = {
  format: 'talking_head',
  script: '',
  language: 'ru',
  voiceId: 'forgotten',
  take: 0,
  presenter: { kind: 'cast', id: 'forgotten' },
  aspect: '9:16',
  subtitles: { kind: 'none' },
  disclosure: 'badge',
  measureSync: false,
} as const;
const forgottenFingerprint = 'forgotten';

/** Leaves of some productions when they were made, what they cost and how they ended; gives how many. */
export async function forgetProductions(
  sql: Sql,
  { personId, before }: Forgetting,
  limit: number,
): Promise<number> {
  const some = sql
    .select({ id: production.id })
    .from(production)
    .where(
      and(
        eq(production.owner, personId),
        lte(production.createdAt, before),
        ne(production.fingerprint, forgottenFingerprint),
        notInArray(production.state, ['running', 'awaiting_engine']),
      ),
    )
    .limit(limit);
  const rows = await sql
    .update(production)
    .set({
      order: forgottenOrder,
      fingerprint: forgottenFingerprint,
      errorMessage: null,
      errorDetails: null,
      draftId: null,
      deletedAt: raw`coalesce(${production.deletedAt}, now())`,
    })
    .where(inArray(production.id, some))
    .returning({ id: production.id, requestId: production.requestId });
  const ids = rows.map(({ id }) => id);
  if (ids.length > 0) {
    // Renders are shown in the message of their request.
    const shown = [...ids, ...rows.flatMap(({ requestId }) => requestId ?? [])];
    await sql.delete(progressMessage).where(inArray(progressMessage.productionId, shown));
    await sql.delete(renderDraft).where(inArray(renderDraft.productionId, ids));
  }
  return ids.length;
}

/** Some results of theirs, with the files that they name. */
export async function listResultsBefore(
  sql: Sql,
  { personId, before }: Forgetting,
  limit: number,
): Promise<{ readonly key: string; readonly fileKeys: readonly string[] }[]> {
  const rows = await sql
    .select({ key: storedResult.key, value: storedResult.value })
    .from(storedResult)
    .where(and(eq(storedResult.owner, personId), lte(storedResult.createdAt, before)))
    .limit(limit);
  return rows.map(({ key, value }) => ({ key, fileKeys: fileKeysOf(value) }));
}

export async function dropResults(sql: Sql, keys: readonly string[]): Promise<void> {
  if (keys.length > 0) await sql.delete(storedResult).where(inArray(storedResult.key, [...keys]));
}

/** Pictures, voices and where they came from. That they consented stays as withdrawn, by the picture's hash. */
export async function forgetPresenters(sql: Sql, { personId, before }: Forgetting): Promise<void> {
  await sql
    .delete(ownPresenter)
    .where(and(eq(ownPresenter.owner, personId), lte(ownPresenter.createdAt, before)));
  await sql
    .update(consent)
    .set({ withdrawnAt: new Date() })
    .where(and(eq(consent.owner, personId), isNull(consent.withdrawnAt), lte(consent.givenAt, before)));
  await sql.delete(rememberedVoice).where(eq(rememberedVoice.personId, personId));
  await sql
    .delete(startPayload)
    .where(and(eq(startPayload.personId, personId), lte(startPayload.firstAt, before)));
}

/** What they wrote, and where their conversation stood. `telegramId` is the lane of their updates. */
export async function forgetConversation(
  sql: Sql,
  { personId, before }: Forgetting,
  telegramId: number,
): Promise<void> {
  await sql.delete(conversation).where(eq(conversation.personId, personId));
  const tasks = await sql
    .delete(chatTask)
    .where(and(eq(chatTask.personId, personId), lte(chatTask.createdAt, before)))
    .returning({ id: chatTask.id });
  const shown = tasks.map(({ id }) => id);
  if (shown.length > 0) {
    await sql.delete(progressMessage).where(inArray(progressMessage.productionId, shown));
  }
  await sql
    .delete(operatorMessage)
    .where(and(eq(operatorMessage.personId, personId), lte(operatorMessage.createdAt, before)));
  await sql
    .delete(telegramUpdate)
    .where(
      and(
        eq(telegramUpdate.lane, telegramId),
        ne(telegramUpdate.state, 'waiting'),
        lte(telegramUpdate.receivedAt, before),
      ),
    );
}

/** The key begins with the day: each of their days is looked up by itself. */
export async function forgetActivity(sql: Sql, { personId, before }: Forgetting): Promise<void> {
  const days = raw`(select generate_series(created_at::date - 1, ${before}::date, '1 day')::date
    from ugc.person where id = ${personId})`;
  await sql
    .delete(activityDay)
    .where(and(eq(activityDay.personId, personId), raw`${activityDay.day} in ${days}`));
}

export async function findTelegramId(sql: Sql, personId: string): Promise<number | undefined> {
  const [row] = await sql
    .select({ telegramId: person.telegramId })
    .from(person)
    .where(eq(person.id, personId));
  return row?.telegramId;
}
