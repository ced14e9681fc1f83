import { and, asc, desc, eq, gt, lt, or, sql as raw } from 'drizzle-orm';
import { z } from 'zod';
import { chatTask, conversation, operatorMessage } from './schema/chat.ts';
import { ledgerAccount, ledgerEntry, ledgerPosting } from './schema/ledger.ts';
import { ownPresenter, person, rememberedVoice, startPayload } from './schema/person.ts';
import { consent, production } from './schema/production.ts';
import { providerCall } from './schema/provider-call.ts';
import type { Sql } from './sql.ts';

/** Rows of one kind, batch by batch: `after` is the last row of the batch before. Every row is plain JSON. */
export type RowSource = (
  sql: Sql,
  personId: string,
  limit: number,
  after: PersonalRow | undefined,
) => Promise<PersonalRow[]>;
export type PersonalRow = Readonly<Record<string, unknown>>;

/** All that is kept of a person, by kind. What has no `after` fits one batch: a person has few of them. */
export const personalData = {
  profile: async (sql, personId) => await sql.select().from(person).where(eq(person.id, personId)),
  voices: async (sql, personId, limit) =>
    await sql.select().from(rememberedVoice).where(eq(rememberedVoice.personId, personId)).limit(limit),
  startPayloads: async (sql, personId, limit) =>
    await sql.select().from(startPayload).where(eq(startPayload.personId, personId)).limit(limit),
  creditOperations: async (sql, personId, limit, after) =>
    await sql
      .select({
        id: ledgerEntry.id,
        kind: ledgerEntry.kind,
        amount: ledgerPosting.amount,
        balanceAfter: ledgerPosting.balanceAfter,
        // Which operator it was is the operators' own business.
        reference: raw<string | null>`regexp_replace(${ledgerEntry.reference}, '^operator:.*', 'operator')`,
        note: ledgerEntry.note,
        at: ledgerEntry.createdAt,
      })
      .from(ledgerPosting)
      .innerJoin(ledgerAccount, eq(ledgerAccount.id, ledgerPosting.accountId))
      .innerJoin(ledgerEntry, eq(ledgerEntry.id, ledgerPosting.entryId))
      .where(
        and(
          eq(ledgerAccount.code, `person:${personId}`),
          after && lt(ledgerPosting.entryId, z.number().parse(after.id)),
        ),
      )
      .orderBy(desc(ledgerPosting.entryId))
      .limit(limit),
  productions: async (sql, personId, limit, after) =>
    await sql
      .select({
        id: production.id,
        order: production.order,
        state: production.state,
        errorReason: production.errorReason,
        priceCredits: production.priceCredits,
        createdAt: production.createdAt,
        spokenAt: production.spokenAt,
        confirmedAt: production.confirmedAt,
        finishedAt: production.finishedAt,
        deletedAt: production.deletedAt,
      })
      .from(production)
      .where(and(eq(production.owner, personId), after && olderProduction(after)))
      .orderBy(desc(production.createdAt), desc(production.id))
      .limit(limit),
  presenters: async (sql, personId, limit, after) =>
    await sql
      .select()
      .from(ownPresenter)
      .where(and(eq(ownPresenter.owner, personId), after && gt(ownPresenter.id, z.string().parse(after.id))))
      .orderBy(asc(ownPresenter.id))
      .limit(limit),
  consents: async (sql, personId, limit) =>
    await sql.select().from(consent).where(eq(consent.owner, personId)).limit(limit),
  messages: async (sql, personId, limit, after) =>
    await sql
      .select({
        id: operatorMessage.id,
        kind: operatorMessage.kind,
        direction: operatorMessage.direction,
        text: operatorMessage.text,
        attachment: operatorMessage.attachment,
        subject: operatorMessage.subject,
        state: operatorMessage.state,
        createdAt: operatorMessage.createdAt,
      })
      .from(operatorMessage)
      .where(
        and(
          eq(operatorMessage.personId, personId),
          after && gt(operatorMessage.id, z.string().parse(after.id)),
        ),
      )
      .orderBy(asc(operatorMessage.id))
      .limit(limit),
  /** What services outside were asked to make for them. */
  serviceCalls: async (sql, personId, limit, after) =>
    await sql
      .select({
        tag: providerCall.tag,
        productionId: providerCall.productionId,
        capability: providerCall.capability,
        provider: providerCall.provider,
        model: providerCall.model,
        state: providerCall.state,
        createdAt: providerCall.createdAt,
      })
      .from(providerCall)
      .where(and(eq(providerCall.owner, personId), after && earlierCall(after)))
      .orderBy(desc(providerCall.createdAt), desc(providerCall.tag))
      .limit(limit),
  conversation: async (sql, personId) =>
    await sql
      .select({ state: conversation.state, updatedAt: conversation.updatedAt })
      .from(conversation)
      .where(eq(conversation.personId, personId)),
  tasks: async (sql, personId, limit) =>
    await sql
      .select({ task: chatTask.task, state: chatTask.state, createdAt: chatTask.createdAt })
      .from(chatTask)
      .where(and(eq(chatTask.personId, personId), eq(chatTask.state, 'waiting')))
      .limit(limit),
} satisfies Record<string, RowSource>;

export type PersonalKind = keyof typeof personalData;

function earlierCall(after: PersonalRow) {
  const { createdAt, tag } = z.object({ createdAt: z.date(), tag: z.string() }).parse(after);
  const isSameTime = eq(providerCall.createdAt, createdAt);
  return or(lt(providerCall.createdAt, createdAt), and(isSameTime, lt(providerCall.tag, tag)));
}

function olderProduction(after: PersonalRow) {
  const { createdAt, id } = z.object({ createdAt: z.date(), id: z.string() }).parse(after);
  return or(
    lt(production.createdAt, createdAt),
    and(eq(production.createdAt, createdAt), lt(production.id, id)),
  );
}
