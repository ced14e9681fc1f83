import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  openPaidService,
  type PaidAdapterOptions,
  paidHead,
  type PaidService,
} from '../../test/support/paid-service.ts';
import { openScriptedPipeline, type ScriptedPipeline } from '../../test/support/scripted-pipeline.ts';
import type { ProductionState } from '../domain/production/step.ts';
import { findProduction, type Production } from '../store/productions.ts';
import { fenceOffStep, findStep } from '../store/steps.ts';
import { cancelUnwanted } from './cancel-operation.ts';
import { concludeProduction } from './endings.ts';
import type { PipelineParts } from './parts.ts';
import { workOffSteps } from './register.ts';
import { readResults } from './results.ts';
import { wakeStep } from './wake-step.ts';

let pipeline: ScriptedPipeline;
let service: PaidService;
let stopping: AbortController;
beforeEach(async () => {
  [pipeline, service] = await Promise.all([openScriptedPipeline(), openPaidService()]);
  stopping = new AbortController();
});
afterEach(async () => {
  stopping.abort();
  await pipeline.close();
  service.server.close();
});

function withPaidHead(options: Partial<PaidAdapterOptions> = {}, changes: Partial<PipelineParts> = {}) {
  const address = service.server.address;
  const head = paidHead({ address, pollAfterMs: () => service.pollAfterMs, ...options });
  return { ...pipeline.parts, head, ...changes };
}

async function work(parts: PipelineParts): Promise<void> {
  await workOffSteps(parts, { concurrency: 1, shutdown: stopping.signal });
}

async function reached(id: string, ...states: ProductionState[]): Promise<Production> {
  for (;;) {
    const production = await findProduction(pipeline.parts.database.db, id);
    if (production && states.includes(production.state)) return production;
    await delay(10);
  }
}

const ended = async (id: string) => await reached(id, 'delivered', 'failed');

async function calls(): Promise<Record<string, unknown>[]> {
  const { rows } = await pipeline.parts.database.pool.query(
    `select tag, state, estimated_usd::float as usd, actual_usd::float as actual, request_id is not null as has_id,
      error_reason as why, ended_at is not null as ended from ugc.provider_call order by created_at, tag`,
  );
  return rows;
}

const head = async (id: string) => await findStep(pipeline.parts.database.db, id, 'head');

async function headIs(id: string, state: string): Promise<void> {
  while ((await head(id))?.state !== state || (await head(id))?.operation === undefined) await delay(10);
}

describe('a paid head', () => {
  it('is sent once, and its row says what it cost', async () => {
    await work(withPaidHead({ actualUsd: 1.25 }));
    const id = await pipeline.order();
    expect((await ended(id)).state).toBe('delivered');
    expect(service.jobs.map(({ tag }) => tag)).toEqual([`head:${id}:0`]);
    expect(await calls()).toEqual([
      { tag: `head:${id}:0`, state: 'done', usd: 1, actual: 1.25, has_id: true, why: null, ended: true },
    ]);
    const { rows } = await pipeline.parts.database.pool.query(
      `select adapter from ugc.stored_result where kind = 'head'`,
    );
    expect(rows).toEqual([{ adapter: 'paid-adapter' }]);
  });

  it('is not lost to a count of its cost that can’t be true', async () => {
    await work(withPaidHead({ actualUsd: 1e9 }));
    expect((await ended(await pipeline.order())).state).toBe('delivered');
    expect(await calls()).toMatchObject([{ state: 'done', usd: 1, actual: null }]);
  });

  it('keeps no worker busy while its service works, and no progress is lost', async () => {
    Object.assign(service, { state: 'working', pollAfterMs: 3_600_000 });
    await work(withPaidHead());
    const slow = await pipeline.order();
    await headIs(slow, 'waiting');
    // The only worker is free for another one.
    const { parts } = pipeline;
    const quick = await pipeline.order({ engines: { head: 'local' }, take: 1 });
    expect((await ended(quick)).state).toBe('delivered');
    await wakeStep(parts, { productionId: slow, kind: 'head', tries: 0 });
    while (service.statusCalls < 1) await delay(10);
    await headIs(slow, 'waiting');
    expect(await head(slow)).toMatchObject({ failures: 0, fraction: 0.4 });
    service.state = 'done';
    await wakeStep(parts, { productionId: slow, kind: 'head', tries: 0 });
    await wakeStep(parts, { productionId: slow, kind: 'head', tries: 0 });
    expect((await ended(slow)).state).toBe('delivered');
    expect([service.jobs.length, service.lookupCalls]).toEqual([1, 0]);
    const results = await readResults(parts.database, await ended(slow));
    expect(results.steps.find(({ kind }) => kind === 'head')?.seconds).toBeGreaterThan(0);
  });

  it('is sent again by itself where it surely was not taken', async () => {
    service.faults = ['busy', 'none'];
    await work(withPaidHead());
    const id = await pipeline.order();
    expect((await ended(id)).state).toBe('delivered');
    expect(service.jobs).toHaveLength(1);
    expect((await calls()).map(({ tag, state }) => [tag, state])).toEqual([
      [`head:${id}:0`, 'not-taken'],
      [`head:${id}:1`, 'done'],
    ]);
  });

  it.each(['reset-after', 'no-id', 'unreadable'] as const)(
    'is looked up where its answer was lost, and not sent again: %s',
    async (fault) => {
      service.faults = [fault, 'none'];
      await work(withPaidHead());
      expect((await ended(await pipeline.order())).state).toBe('delivered');
      expect(service.jobs).toHaveLength(1);
      expect(service.lookupCalls).toBe(1);
      expect(await calls()).toMatchObject([{ state: 'done' }]);
    },
  );

  it('whose fate nobody can be asked for is not sent again, and its production says so', async () => {
    service.faults = ['reset-after', 'none'];
    await work(withPaidHead({ canFind: false }));
    const production = await ended(await pipeline.order());
    expect(production).toMatchObject({
      state: 'failed',
      error: { reason: 'provider-unconfirmed', details: { service: 'paid', stage: 'head' } },
    });
    expect(service.jobs).toHaveLength(1);
    while ((await calls())[0]?.ended !== true) await delay(10);
    expect(await calls()).toMatchObject([{ state: 'unknown' }]);
  });

  it('whose service took it, and then says that it failed, is not ordered twice', async () => {
    service.state = 'failed';
    await work(withPaidHead());
    const production = await ended(await pipeline.order());
    expect(production).toMatchObject({ state: 'failed', error: { reason: 'provider-unavailable' } });
    expect(service.jobs).toHaveLength(1);
    while ((await calls())[0]?.ended !== true) await delay(10);
    expect(await calls()).toMatchObject([{ state: 'failed' }]);
  });

  it('is lost for good only where the vendor knows nothing of it: then it is sent anew', async () => {
    const id = await pipeline.order();
    await pipeline.parts.database.pool.query(
      `insert into ugc.provider_call (tag, owner, production_id, capability, provider, state, estimated_usd, created_at)
       values ('head:' || $1, 'test', $2, 'talking-head', 'paid', 'sending', 1, now() - interval '2 minutes')`,
      [`${id}:0`, id],
    );
    service.lookups = 'not-yet';
    await work(withPaidHead());
    while (service.lookupCalls < 2) await delay(10);
    expect(service.jobs).toEqual([]);
    service.lookups = 'honest';
    expect((await ended(id)).state).toBe('delivered');
    expect(service.jobs.map(({ tag }) => tag)).toEqual([`head:${id}:1`]);
  });
});

describe('a production that nobody wants any more', () => {
  it('has its service told to stop, and its request is given up', async () => {
    Object.assign(service, { state: 'working', pollAfterMs: 3_600_000 });
    const parts = withPaidHead();
    await work(parts);
    const id = await pipeline.order();
    await headIs(id, 'waiting');
    // Somebody still waits for it: a job that came too late changes nothing.
    await cancelUnwanted(parts, { productionId: id, kind: 'head' }, stopping.signal);
    expect(service.cancelled).toEqual([]);
    const { db } = parts.database;
    await db.transaction(
      async (sql) => await concludeProduction(parts.queue, sql, id, { state: 'cancelled' }),
    );
    while ((await calls())[0]?.ended !== true) await delay(10);
    expect(service.cancelled).toEqual([service.jobs[0]?.id]);
    expect(await calls()).toMatchObject([{ state: 'failed', why: 'cancelled' }]);
  });
});

describe('a production that is cancelled while its paid request is on its way', () => {
  beforeEach(() => {
    service.faults = ['held'];
    service.state = 'working';
  });

  async function cancelledInFlight(parts: PipelineParts): Promise<string> {
    await work(parts);
    const id = await pipeline.order();
    while (service.jobs.length === 0) await delay(10);
    await cancel(id);
    return id;
  }

  async function cancel(id: string): Promise<void> {
    const { database, queue } = pipeline.parts;
    await database.db.transaction(async (sql) => {
      await fenceOffStep(sql, id, 'head');
      await concludeProduction(queue, sql, id, { state: 'cancelled' });
    });
  }

  const settled = async (state: string) => {
    while ((await calls())[0]?.state !== state) await delay(10);
  };

  it('has the job cancelled by the id that comes back', async () => {
    await cancelledInFlight(withPaidHead({ canFind: false }));
    await settled('unknown');
    service.release();
    await settled('failed');
    expect(service.cancelled).toEqual([service.jobs[0]?.id]);
    expect(await calls()).toMatchObject([{ why: 'cancelled', has_id: true, ended: true }]);
  });

  it('has the job looked up and cancelled where no answer comes', async () => {
    const { paid } = pipeline.parts;
    service.lookups = 'not-yet';
    const patience = { ...paid.patience, sendingMs: 0 };
    await cancelledInFlight(withPaidHead({}, { paid: { ...paid, patience } }));
    await settled('failed');
    expect(service.cancelled).toEqual([service.jobs[0]?.id]);
    expect(await calls()).toMatchObject([{ why: 'cancelled', ended: true }]);
  });

  it('owes nothing for what its service never got', async () => {
    const { paid } = pipeline.parts;
    const patience = { ...paid.patience, sendingMs: 0 };
    await work(withPaidHead({}, { paid: { ...paid, patience } }));
    const id = await pipeline.order();
    while (service.jobs.length === 0) await delay(10);
    service.jobs.length = 0;
    await cancel(id);
    await settled('not-taken');
    expect(service.cancelled).toEqual([]);
  });
});

describe('what one engine was asked for', () => {
  it.each(['unknown', 'submitted'])('is never asked of another: %s', async (state) => {
    const id = await pipeline.order();
    await pipeline.parts.database.pool.query(
      `insert into ugc.provider_call (tag, owner, production_id, capability, provider, adapter, state, request_id, estimated_usd)
       values ('head:' || $1, 'test', $2, 'talking-head', 'paid', 'former-adapter', $3, 'r-1', 1)`,
      [`${id}:0`, id, state],
    );
    await work(withPaidHead());
    expect((await ended(id)).error).toMatchObject({ reason: 'provider-unconfirmed' });
    expect([service.lookupCalls, service.statusCalls, service.jobs.length]).toEqual([0, 0, 0]);
  });

  it('is asked of it also where an earlier version wrote it down', async () => {
    const id = await pipeline.order();
    await pipeline.parts.database.pool.query(
      `insert into ugc.provider_call (tag, owner, production_id, capability, provider, state, estimated_usd)
       values ('head:' || $1, 'test', $2, 'talking-head', 'paid', 'unknown', 1)`,
      [`${id}:0`, id],
    );
    service.jobs.push({ id: 'r-1', tag: `head:${id}:0`, callback: undefined });
    await work(withPaidHead());
    expect((await ended(id)).state).toBe('delivered');
    expect([service.lookupCalls, service.jobs.length]).toEqual([1, 1]);
  });
});

describe('the day’s budget', () => {
  it('is never passed, however many send at once, and operators are told once', async () => {
    const paid = { ...pipeline.parts.paid, dailyBudgetUsd: 2.5 };
    const parts = withPaidHead({}, { paid });
    const ids: string[] = [];
    for (let take = 0; take < 4; take += 1) ids.push(await pipeline.order({ take }));
    await workOffSteps(parts, { concurrency: 4, shutdown: stopping.signal });
    const productions = await Promise.all(ids.map(ended));
    expect(productions.filter(({ state }) => state === 'delivered')).toHaveLength(2);
    expect(productions.find(({ state }) => state === 'failed')?.error).toMatchObject({
      reason: 'budget-spent',
      details: { limitUsd: 2.5, spentUsd: 2, stage: 'head' },
    });
    expect(service.jobs).toHaveLength(2);
    const { rows } = await parts.database.pool.query(
      `select data from ugc_queue.job where name = 'service-alert'`,
    );
    expect(rows).toEqual([{ data: { day: new Date().toISOString().slice(0, 10), limitUsd: 2.5 } }]);
  });
});
