import { and, eq, isNull, ne } from 'drizzle-orm';
import type { JsonValue } from '../kernel/json.ts';
import { step } from './schema/production.ts';
import type { Sql } from './sql.ts';
import type { Claim } from './steps.ts';

/**
 * What a service gave to somebody whose claim was lost meanwhile, for a step that knows of nothing under way. False
 * where it does, or is done.
 */
export async function keepForgoneWork(
  sql: Sql,
  { productionId, kind }: Pick<Claim, 'productionId' | 'kind'>,
  operation: JsonValue,
): Promise<boolean> {
  const rows = await sql
    .update(step)
    .set({ operation })
    .where(
      and(
        eq(step.productionId, productionId),
        eq(step.kind, kind),
        ne(step.state, 'done'),
        isNull(step.operation),
      ),
    )
    .returning({ kind: step.kind });
  return rows.length === 1;
}
