import { type SQL, sql as raw } from 'drizzle-orm';
import { z } from 'zod';
import type { Sql } from './sql.ts';

/** Each finds what breaks a rule of the ledger, as `subject`; all are aggregates, one pass over a table or two. */
const checks = {
  'balance is not the sum of its postings': raw`
    select a.code as subject from ugc.ledger_account a
    left join (select account_id, sum(amount) as total from ugc.ledger_posting group by account_id) p
      on p.account_id = a.id
    where a.kind = 'person' and a.balance <> coalesce(p.total, 0)`,
  'balance is below 0': raw`select code as subject from ugc.ledger_account where balance < 0`,
  'balance is not what the last posting says': raw`
    select a.code as subject from ugc.ledger_account a
    join (select distinct on (account_id) account_id, balance_after from ugc.ledger_posting
      order by account_id, entry_id desc nulls last) p on p.account_id = a.id
    where a.kind = 'person' and a.balance is distinct from p.balance_after`,
  'all postings together are not 0': raw`
    select 'sum ' || sum(amount) as subject from ugc.ledger_posting having sum(amount) <> 0`,
  'entry has not two postings with the sum 0': raw`
    select e.id || ' ' || e.idempotency_key as subject from ugc.ledger_entry e
    left join ugc.ledger_posting p on p.entry_id = e.id
    group by e.id having count(p.entry_id) <> 2 or sum(p.amount) <> 0`,
  'held credits are not the sum of the open holds': raw`
    select posted.total || ' posted, ' || open.total || ' open' as subject
    from (select coalesce(sum(p.amount), 0) as total from ugc.ledger_posting p
        join ugc.ledger_account a on a.id = p.account_id where a.code = 'system:held') posted,
      (select coalesce(sum(amount), 0) as total from ugc.credit_hold where state = 'held') open
    where posted.total <> open.total`,
  'hold is open although its production ended': raw`
    select h.production_id::text as subject from ugc.credit_hold h
    left join ugc.production p on p.id = h.production_id
    where h.state = 'held' and coalesce(p.state, '') not in ('running', 'awaiting_engine')`,
  // An operator may have what failed tried again, for nothing.
  'hold is settled in another way than its production ended': raw`
    select h.production_id::text as subject from ugc.credit_hold h
    left join ugc.production p on p.id = h.production_id
    where h.state = 'captured' and p.state is distinct from 'delivered'
      or h.state = 'released' and p.state is distinct from 'failed' and p.state is distinct from 'cancelled'
        and p.price_credits is distinct from 0`,
  'hold and ledger differ': raw`
    select h.production_id::text as subject from ugc.credit_hold h
    left join (${movedFor('held')}) held on held.production = h.production_id::text
    left join (${movedFor('captured')}) captured on captured.production = h.production_id::text
    left join (${movedFor('released')}) released on released.production = h.production_id::text
    where coalesce(held.amount, 0) <> h.amount
      or coalesce(captured.amount, 0) <> case h.state when 'captured' then h.amount else 0 end
      or coalesce(released.amount, 0) <> case h.state when 'released' then h.amount else 0 end`,
  'credits moved for a production without a hold': raw`
    select e.idempotency_key as subject from ugc.ledger_entry e
    where e.kind in ('held', 'captured', 'released')
      and not exists (select from ugc.credit_hold h where h.production_id::text = e.reference)`,
  'production was charged or released more than once': raw`
    select reference as subject from ugc.ledger_entry where kind in ('captured', 'released')
    group by reference having count(*) > 1`,
  'production was delivered in a chat and not paid': raw`
    select p.id::text as subject from ugc.production p
    left join ugc.credit_hold h on h.production_id = p.id
    where p.channel = 'telegram' and p.state = 'delivered' and p.source_id is null and ${isUnpaid('captured')}`,
  'render of a video was paid for': raw`
    select p.id::text as subject from ugc.production p
    where p.source_id is not null
      and (p.price_credits <> 0 or exists (select from ugc.credit_hold h where h.production_id = p.id))`,
  'production goes on in a chat and holds nothing': raw`
    select p.id::text as subject from ugc.production p
    left join ugc.credit_hold h on h.production_id = p.id
    where p.state in ('running', 'awaiting_engine') and p.channel = 'telegram' and p.confirmed_at is not null and ${isUnpaid('held')}`,
  'sign-up bonus was given more than once': raw`
    select max(a.code) as subject from ugc.ledger_entry e
    join ugc.ledger_posting p on p.entry_id = e.id
    join ugc.ledger_account a on a.id = p.account_id and a.kind = 'person'
    where e.kind = 'bonus' group by p.account_id having count(*) > 1`,
  'account belongs to nobody': raw`
    select a.code as subject from ugc.ledger_account a
    where a.kind = 'person' and not exists (select from ugc.person p where 'person:' || p.id = a.code)`,
  'person has no account': raw`
    select p.id as subject from ugc.person p
    where not exists (select from ugc.ledger_account a where a.code = 'person:' || p.id)`,
} as const satisfies Record<string, SQL>;

/** Of production `p` and its hold `h`: never confirmed, or not settled at its price. */
function isUnpaid(paid: 'captured' | 'held'): SQL {
  return raw`(h.state is null or p.price_credits > 0 and (h.state <> ${paid} or h.amount <> p.price_credits))`;
}

/** What went to, or came from, the holding account for each production. */
function movedFor(kind: 'held' | 'captured' | 'released'): SQL {
  return raw`select e.reference as production, sum(abs(p.amount)) as amount from ugc.ledger_entry e
    join ugc.ledger_posting p on p.entry_id = e.id
    join ugc.ledger_account a on a.id = p.account_id and a.code = 'system:held'
    where e.kind = ${kind} group by e.reference`;
}

export interface LedgerFinding {
  /** What does not hold, in words. */
  readonly problem: string;
  readonly count: number;
  readonly examples: readonly string[];
}

const findingRow = z.object({ count: z.number(), examples: z.array(z.string()).nullable() });

/** In a transaction that sees one moment, or movements under way would look like faults. */
export async function findLedgerFaults(snapshot: Sql): Promise<LedgerFinding[]> {
  const findings: LedgerFinding[] = [];
  for (const [problem, query] of Object.entries(checks)) {
    const { rows } = await snapshot.execute(
      raw`select count(*)::int as count, (array_agg(subject order by subject))[1:5] as examples from (${query}) faults`,
    );
    const { count, examples } = findingRow.parse(rows[0]);
    if (count > 0) findings.push({ problem, count, examples: examples ?? [] });
  }
  return findings;
}

const totalsRow = z.object({
  accounts: z.coerce.number(),
  entries: z.coerce.number(),
  postings: z.coerce.number(),
  openHolds: z.coerce.number(),
  capturedHolds: z.coerce.number(),
  releasedHolds: z.coerce.number(),
  givenCredits: z.coerce.number(),
  balanceCredits: z.coerce.number(),
  heldCredits: z.coerce.number(),
  spentCredits: z.coerce.number(),
});
/** `givenCredits` = `balanceCredits` + `heldCredits` + `spentCredits` in a ledger that holds. */
export type LedgerTotals = z.infer<typeof totalsRow>;

export async function readLedgerTotals(snapshot: Sql): Promise<LedgerTotals> {
  const posted = (...codes: string[]) => raw`(select coalesce(sum(p.amount), 0) from ugc.ledger_posting p
    join ugc.ledger_account a on a.id = p.account_id where a.code in ${codes})`;
  const holds = (state: string) => raw`(select count(*) from ugc.credit_hold where state = ${state})`;
  const { rows } = await snapshot.execute(raw`select
    (select count(*) from ugc.ledger_account where kind = 'person') as "accounts",
    (select count(*) from ugc.ledger_entry) as "entries",
    (select count(*) from ugc.ledger_posting) as "postings",
    ${holds('held')} as "openHolds",
    ${holds('captured')} as "capturedHolds",
    ${holds('released')} as "releasedHolds",
    -${posted('system:bonus', 'system:granted', 'system:imported')} as "givenCredits",
    (select coalesce(sum(balance), 0) from ugc.ledger_account where kind = 'person') as "balanceCredits",
    ${posted('system:held')} as "heldCredits",
    ${posted('system:spent')} as "spentCredits"`);
  return totalsRow.parse(rows[0]);
}
