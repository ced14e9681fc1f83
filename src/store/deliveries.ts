import { and, asc, eq, inArray, lt, sql as text } from 'drizzle-orm';
import { z } from 'zod';
import { delivery } from './schema/chat.ts';
import type { Sql } from './sql.ts';

/** `album`: what came of renders that were asked for at once; `failure` with their request tells of the rest. */
const kinds = ['speech', 'video', 'failure', 'album'] as const;
export type DeliveryKind = (typeof kinds)[number];

const states = ['waiting', 'sending', 'sent', 'undeliverable'] as const;

export interface DeliveryKey {
  /** Or of a request for renders; of what did not fit into its album the first render's. */
  readonly productionId: string;
  readonly kind: DeliveryKind;
}

const row = z.object({
  productionId: z.string(),
  kind: z.enum(kinds),
  state: z.enum(states),
  attempts: z.number(),
  repeats: z.number(),
  messageId: z.number().nullable(),
});
export type Delivery = z.infer<typeof row>;

/** Adds it where it is missing, and gives what is there. */
export async function openDelivery(sql: Sql, { productionId, kind }: DeliveryKey): Promise<Delivery> {
  await sql.insert(delivery).values({ productionId, kind }).onConflictDoNothing();
  const [found] = await sql.select().from(delivery).where(isIt({ productionId, kind }));
  return row.parse(found);
}

/**
 * Before anything is sent. One that is `sending` already may have arrived: it is counted as a repeat. Undefined where
 * there is nothing to send any more.
 */
export async function claimDelivery(
  sql: Sql,
  key: DeliveryKey,
  maxRepeats: number,
): Promise<Delivery | undefined> {
  const [claimed] = await sql
    .update(delivery)
    .set({
      state: 'sending',
      attempts: text`${delivery.attempts} + 1`,
      repeats: text`${delivery.repeats} + (case when ${delivery.state} = 'sending' then 1 else 0 end)`,
    })
    .where(
      and(
        isIt(key),
        text`(${delivery.state} = 'waiting' or (${delivery.state} = 'sending' and ${delivery.repeats} < ${maxRepeats}))`,
      ),
    )
    .returning();
  return claimed && row.parse(claimed);
}

/** It has surely not arrived. */
export async function returnDelivery(sql: Sql, key: DeliveryKey): Promise<void> {
  await sql
    .update(delivery)
    .set({ state: 'waiting' })
    .where(and(isIt(key), eq(delivery.state, 'sending')));
}

export async function endDelivery(
  sql: Sql,
  key: DeliveryKey,
  end: { readonly state: 'sent' | 'undeliverable'; readonly messageId?: number },
): Promise<void> {
  await sql
    .update(delivery)
    .set({ state: end.state, messageId: end.messageId ?? null, sentAt: new Date() })
    .where(and(isIt(key), inArray(delivery.state, ['waiting', 'sending'])));
}

/** Oldest first, of those that were ordered before that moment. */
export async function listUnsentDeliveries(
  sql: Sql,
  before: Date,
  limit: number,
): Promise<readonly DeliveryKey[]> {
  const rows = await sql
    .select({ productionId: delivery.productionId, kind: delivery.kind })
    .from(delivery)
    .where(and(text`state in ('waiting', 'sending')`, lt(delivery.createdAt, before)))
    .orderBy(asc(delivery.createdAt))
    .limit(limit);
  return rows.map(({ productionId, kind }) => ({ productionId, kind: z.enum(kinds).parse(kind) }));
}

function isIt({ productionId, kind }: DeliveryKey) {
  return and(eq(delivery.productionId, productionId), eq(delivery.kind, kind));
}
