import type { Pool } from 'pg';

/** Each counts what must not be there when all has come to its end. */
const endChecks = {
  'productions charged twice': `
    select reference as subject from ugc.ledger_entry where kind = 'captured' group by 1 having count(*) > 1`,
  'productions refunded twice': `
    select reference as subject from ugc.ledger_entry where kind = 'released' group by 1 having count(*) > 1`,
  'productions charged and refunded': `
    select reference as subject from ugc.ledger_entry where kind in ('captured', 'released')
    group by 1 having count(distinct kind) > 1`,
  'holds not settled': `select production_id::text as subject from ugc.credit_hold where state = 'held'`,
  'productions still in work': `select id::text as subject from ugc.production where state = 'running'`,
  'updates not worked off': `
    select update_id::text as subject from ugc.telegram_update where state = 'waiting'`,
  'updates given up': `select update_id::text as subject from ugc.telegram_update where state = 'dead'`,
  'screens behind their conversation': `
    select c.person_id as subject from ugc.conversation c join ugc.person p on p.id = c.person_id
    where coalesce((c.screen->>'revision')::int, 0) < c.revision and p.unreachable_at is null`,
  'deliveries not made': `
    select production_id || ' ' || kind as subject from ugc.delivery where state in ('waiting', 'sending')`,
  'videos paid for and not delivered': `
    select p.id::text as subject from ugc.production p
    left join ugc.delivery d on d.production_id = p.id and d.kind = 'video' and d.state = 'sent'
    where p.channel = 'telegram' and p.state = 'delivered' and p.deleted_at is null and d.production_id is null`,
  'productions whose owner was not told of the failure': `
    select p.id::text as subject from ugc.production p
    left join ugc.delivery d on d.production_id = p.id and d.kind = 'failure' and d.state in ('sent', 'undeliverable')
    where p.channel = 'telegram' and p.state = 'failed' and p.deleted_at is null and p.confirmed_at is not null
      and p.superseded_at is null and d.production_id is null`,
  'deliveries repeated more than once': `
    select production_id || ' ' || kind as subject from ugc.delivery where repeats > 1`,
  'news not told': `
    select data ->> 'productionId' as subject from ugc_queue.job
    where name = 'production-news' and state in ('created', 'retry', 'active', 'failed')`,
} as const;

export interface CheckFinding {
  readonly name: string;
  readonly count: number;
  readonly examples: readonly string[];
}

export async function checkEnd(pool: Pool): Promise<CheckFinding[]> {
  const findings: CheckFinding[] = [];
  for (const [name, query] of Object.entries(endChecks)) {
    const { rows } = await pool.query<{ subject: string }>(query);
    findings.push({ name, count: rows.length, examples: rows.slice(0, 5).map(({ subject }) => subject) });
  }
  return findings;
}

/** What has yet to come to its end; 0 when all is quiet. */
export async function countUnfinished(pool: Pool): Promise<number> {
  const names = [
    'holds not settled',
    'productions still in work',
    'updates not worked off',
    'screens behind their conversation',
    'deliveries not made',
  ] as const;
  const parts = names.map((name) => `(select count(*) from (${endChecks[name]}) x)`);
  const news = `(select count(*) from ugc_queue.job
    where name in ('production-news', 'forget-person') and state in ('created', 'retry', 'active'))`;
  const { rows } = await pool.query<{ count: string }>(`select ${[...parts, news].join(' + ')} as count`);
  return Number(rows[0]?.count);
}

/** Lets the waits before retries be over: nothing but time is left out. */
export async function passTime(pool: Pool): Promise<void> {
  await pool.query(
    `update ugc_queue.job set start_after = now() where state = 'retry' and start_after > now()`,
  );
}
