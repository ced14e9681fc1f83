import { and, eq, isNotNull, isNull, notInArray, or, sql as raw } from 'drizzle-orm';
import { z } from 'zod';
import type { HistoryItem } from '../domain/production/history-item.ts';
import { productionStates } from '../domain/production/step.ts';
import { parseAdOrder } from './ad-order-row.ts';
import { production } from './schema/production.ts';
import type { Sql } from './sql.ts';

const historyRow = z.object({
  id: z.string(),
  state: z.enum(productionStates),
  order: z.unknown().transform(parseAdOrder),
  priceCredits: z.number(),
  createdAt: z.date(),
  sourceId: z.string().nullable(),
});

/** What an owner could hear, newest first. What still becomes a video is not in it yet. */
export async function listHistoryItems(
  sql: Sql,
  owner: string,
  range: { readonly offset: number; readonly limit: number },
): Promise<HistoryItem[]> {
  const { id, state, order, priceCredits, createdAt, sourceId } = production;
  const rows = await sql
    .select({ id, state, order, priceCredits, createdAt, sourceId })
    .from(production)
    .where(
      and(
        eq(production.owner, owner),
        isNotNull(production.spokenAt),
        isNull(production.supersededAt),
        isNull(production.deletedAt),
        notInArray(production.state, ['running', 'awaiting_engine']),
        // A render that came to nothing is no voice-over: its speech is there with the video that it was of.
        or(isNull(production.sourceId), eq(production.state, 'delivered')),
      ),
    )
    // As the index has it: PostgreSQL sorts anew for the other place of nulls, also where there are none.
    .orderBy(raw`${createdAt} desc nulls last`, raw`${id} desc nulls last`)
    .offset(range.offset)
    .limit(range.limit);
  return rows.map((row) => itemOf(historyRow.parse(row)));
}

function itemOf({
  id,
  state,
  order,
  priceCredits,
  createdAt,
  sourceId,
}: z.infer<typeof historyRow>): HistoryItem {
  const isVideo = state === 'delivered';
  return {
    productionId: id,
    kind: isVideo ? 'video' : 'voice-over',
    format: order.format,
    presenter: order.presenter,
    script: order.script,
    ...(order.composition && { template: order.composition.template }),
    isRender: sourceId !== null,
    // What was held for a video that never was, was given back.
    priceCredits: isVideo ? priceCredits : 0,
    createdAt,
  };
}
