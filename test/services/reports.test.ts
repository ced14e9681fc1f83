import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPaidService, paidHead, type PaidService } from '../support/paid-service.ts';
import { openScriptedPipeline, type ScriptedPipeline } from '../support/scripted-pipeline.ts';
import { createHttpApp } from '../../src/http/create-http-app.ts';
import { createMetrics } from '../../src/http/metrics.ts';
import { createReadiness } from '../../src/http/readiness.ts';
import { isReachedFromOutside } from '../../src/compose/lend-file.ts';
import { createCallbacks } from '../../src/pipeline/callbacks.ts';
import type { PipelineParts } from '../../src/pipeline/parts.ts';
import { workOffSteps } from '../../src/pipeline/register.ts';
import { silentLog } from '../../src/platform/log/log.ts';
import { findProduction } from '../../src/store/productions.ts';
import { findStep } from '../../src/store/steps.ts';
import { receiveReport } from '../../src/actions/services/receive-report.ts';

const secret = 's'.repeat(40);
const callbacks = createCallbacks({ publicUrl: 'http://127.0.0.1:8080/', secret, canBeReached: true });
let pipeline: ScriptedPipeline;
let service: PaidService;
let stopping: AbortController;
let parts: PipelineParts;
beforeEach(async () => {
  [pipeline, service] = await Promise.all([openScriptedPipeline(), openPaidService()]);
  Object.assign(service, { state: 'working', pollAfterMs: 3_600_000 });
  stopping = new AbortController();
  const head = paidHead({ address: service.server.address, pollAfterMs: () => service.pollAfterMs });
  parts = { ...pipeline.parts, head, paid: { ...pipeline.parts.paid, callbackUrl: callbacks.urlOf } };
});
afterEach(async () => {
  stopping.abort();
  await pipeline.close();
  service.server.close();
});

/** A service that signs its reports, after a fashion. */
const verify = {
  'paid-adapter': async (raw: Buffer, headers: Headers) =>
    headers.get('x-signed') === 'yes' ? { requestId: String(JSON.parse(raw.toString()).id) } : undefined,
};

function app() {
  return createHttpApp({
    ...{ log: silentLog, run: 'r', metrics: createMetrics(async () => undefined) },
    readiness: createReadiness({}),
    openLink: async () => await Promise.reject(new Error('no links here')),
    botUsername: () => undefined,
    hooks: {
      knows: (provider) => Object.hasOwn(verify, provider),
      receive: async (report) => await receiveReport(parts, { callbacks, verify }, report),
    },
  });
}

async function post(url: string, id: string, headers: Record<string, string> = { 'x-signed': 'yes' }) {
  const { pathname } = new URL(url);
  return (await app().request(pathname, { method: 'POST', body: JSON.stringify({ id }), headers })).status;
}

async function parked(id: string): Promise<void> {
  const step = async () => await findStep(parts.database.db, id, 'head');
  for (
    let found = await step();
    found?.state !== 'waiting' || found.operation === undefined;
    found = await step()
  ) {
    await delay(10);
  }
}

async function delivered(id: string): Promise<void> {
  while ((await findProduction(parts.database.db, id))?.state !== 'delivered') await delay(10);
}

describe('a service’s report', () => {
  it('wakes who waits for it at once, also told twice and late', async () => {
    await workOffSteps(parts, { concurrency: 1, shutdown: stopping.signal });
    const id = await pipeline.order();
    await parked(id);
    const [job] = service.jobs;
    service.state = 'done';
    const url = job?.callback ?? '';
    expect([await post(url, job?.id ?? ''), await post(url, job?.id ?? '')]).toEqual([200, 200]);
    await delivered(id);
    expect(await post(url, job?.id ?? '')).toBe(200);
    expect(service.jobs).toHaveLength(1);
    expect(service.statusCalls).toBe(1);
  });

  it('is believed only by its signature and our own address, and is never more than a hint', async () => {
    await workOffSteps(parts, { concurrency: 1, shutdown: stopping.signal });
    const id = await pipeline.order();
    await parked(id);
    const url = service.jobs[0]?.callback ?? '';
    expect(await post(url, 'x', {})).toBe(401);
    expect(await post(url.replace('paid-adapter', 'other'), 'x')).toBe(404);
    expect(await post(`${url}x`, 'x')).toBe(404);
    expect(await post(callbacks.urlOf('paid-adapter', 'head:none:0') ?? '', 'x')).toBe(404);
    const huge = { method: 'POST', body: 'x'.repeat((1 << 20) + 1), headers: { 'x-signed': 'yes' } };
    expect((await app().request(new URL(url).pathname, huge)).status).toBe(413);
    // Whatever it says, the service itself is asked.
    expect(await post(url, 'forged')).toBe(200);
    while (service.statusCalls < 1) await delay(10);
    await parked(id);
    expect((await findProduction(parts.database.db, id))?.state).toBe('running');
  });

  it('that comes before what was sent is written down as taken proves that it was', async () => {
    const id = await pipeline.order();
    const tag = `head:${id}:0`;
    await parts.database.pool.query(
      `insert into ugc.provider_call (tag, owner, production_id, capability, provider, estimated_usd)
       values ($1, 'test', $2, 'talking-head', 'paid', 1)`,
      [tag, id],
    );
    expect(await post(callbacks.urlOf('paid-adapter', tag) ?? '', 'r-77')).toBe(200);
    const { rows } = await parts.database.pool.query('select state, request_id as id from ugc.provider_call');
    expect(rows).toEqual([{ state: 'submitted', id: 'r-77' }]);
  });
});

it('services are told to report only where they can reach us', () => {
  const urlOf = (publicUrl: string, allowsLoopback = false) => {
    const canBeReached = isReachedFromOutside(publicUrl, allowsLoopback);
    return createCallbacks({ publicUrl, secret, canBeReached }).urlOf('fal', 'head:1:0');
  };
  expect(urlOf('https://bot.example')).toMatch(/^https:\/\/bot\.example\/hooks\/fal\/[\w-]+\.[\w-]{43}$/);
  expect(urlOf('http://bot.example')).toBeUndefined();
  expect(urlOf('http://localhost:8080')).toBeUndefined();
  // Nobody's report would come there.
  for (const near of [
    'https://192.168.1.7',
    'https://10.0.0.2:8443',
    'https://[fd00::1]',
    'https://studio',
  ]) {
    expect(urlOf(near)).toBeUndefined();
  }
  expect(urlOf('http://localhost:8080', true)).toContain('http://localhost:8080/hooks/fal/');
});
