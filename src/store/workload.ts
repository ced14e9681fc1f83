import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { production, step } from './schema/production.ts';
import type { Sql } from './sql.ts';

const countedState = z.object({ state: z.string(), count: z.coerce.number() });
const countedStep = z.object({
  kind: z.string(),
  count: z.coerce.number(),
  averageSeconds: z.coerce.number(),
  maxSeconds: z.coerce.number(),
});

/** Productions in work or waiting for a person. Each state has an index of its own, so history costs nothing. */
export async function countProductionsNow(db: Sql) {
  const { rows } = await db.execute(sql`
    select 'running' as state, count(*) as count from ${production} where state = 'running'
    union all
    select 'awaiting_confirmation', count(*) from ${production} where state = 'awaiting_confirmation'
    union all
    select 'awaiting_engine', count(*) from ${production} where state = 'awaiting_engine'`);
  return z.array(countedState).parse(rows);
}

export async function countProductionsEndedLastHour(db: Sql) {
  const { rows } = await db.execute(sql`
    select state, count(*) as count from ${production}
    where finished_at is not null and finished_at > now() - interval '1 hour' group by state`);
  return z.array(countedState).parse(rows);
}

export async function countStepsLastHour(db: Sql) {
  const { rows } = await db.execute(sql`
    select kind, count(*) as count, coalesce(avg(seconds), 0) as "averageSeconds",
      coalesce(max(seconds), 0) as "maxSeconds"
    from ${step}
    where finished_at is not null and finished_at > now() - interval '1 hour' and not reused group by kind`);
  return z.array(countedStep).parse(rows);
}
