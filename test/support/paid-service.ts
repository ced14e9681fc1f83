import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { AppError } from '../../src/kernel/errors.ts';
import type { JsonValue } from '../../src/kernel/json.ts';
import { silentLog } from '../../src/platform/log/log.ts';
import { createServiceClient } from '../../src/platform/service/service-client.ts';
import { asProviderError } from '../../src/platform/service/service-failure.ts';
import { submitOnce } from '../../src/platform/service/submit-once.ts';
import type { SlowPort, SlowWork, WorkContext } from '../../src/ports/work.ts';
import { type AnsweringServer, openAnsweringServer } from './answering-server.ts';

/** How the next submits are met; the last one goes on. */
export type SubmitFault =
  | 'none'
  | 'reset-before'
  | 'reset-after'
  | 'no-id'
  | 'busy'
  | 'refused'
  | 'down'
  | 'unreadable'
  /** Taken, and not answered before `release`. */
  | 'held';

interface Job {
  readonly id: string;
  readonly tag: string;
  readonly callback: string | undefined;
}

/** A service that takes money: real HTTP, and it counts what it took. */
export interface PaidService {
  readonly server: AnsweringServer;
  /** What it took, and would have to be paid for. */
  readonly jobs: Job[];
  readonly cancelled: string[];
  /** Answers what is held. */
  release(): void;
  faults: SubmitFault[];
  /** What it answers about a job. */
  state: 'working' | 'done' | 'failed' | 'unavailable' | 'unreadable';
  /** What it says of a tag that it is asked for: itself by what it took. */
  lookups: 'honest' | 'not-yet';
  pollAfterMs: number;
  statusCalls: number;
  lookupCalls: number;
}

export async function openPaidService(): Promise<PaidService> {
  const server = await openAnsweringServer();
  const held: (() => void)[] = [];
  const service: PaidService = {
    ...{ server, jobs: [], cancelled: [], faults: ['none'], state: 'done', lookups: 'honest' },
    ...{ pollAfterMs: 10, statusCalls: 0, lookupCalls: 0 },
    release: () => {
      for (const answerNow of held.splice(0)) answerNow();
    },
  };
  const hold = (later: () => void) => void held.push(later);
  server.answer = (request, response) => answer(service, request, response, hold);
  return service;
}

type Json = (status: number, body: JsonValue) => void;

type Hold = (later: () => void) => void;

function answer(service: PaidService, request: IncomingMessage, response: ServerResponse, hold: Hold): void {
  const url = new URL(request.url ?? '', 'http://service.test');
  const json: Json = (status, body) => {
    response.writeHead(status).end(JSON.stringify(body));
  };
  if (request.method === 'POST') submit(service, request, json, hold);
  else if (request.method === 'DELETE') {
    service.cancelled.push(url.pathname.slice('/jobs/'.length));
    json(200, {});
  } else if (url.pathname === '/lookup') {
    service.lookupCalls += 1;
    const job = service.jobs.find(({ tag }) => tag === url.searchParams.get('tag'));
    json(200, { id: job?.id ?? null, final: service.lookups === 'honest' });
  } else {
    service.statusCalls += 1;
    if (service.state === 'unavailable') json(503, {});
    else json(200, { state: service.state });
  }
}

const refusals: Partial<Record<SubmitFault, number>> = { busy: 429, down: 503, refused: 422 };

function submit(service: PaidService, request: IncomingMessage, json: Json, hold: Hold): void {
  const fault = (service.faults.length > 1 ? service.faults.shift() : service.faults[0]) ?? 'none';
  const { tag, callback } = JSON.parse(service.server.arrived.at(-1)?.body ?? '{}');
  const refusal = refusals[fault];
  if (refusal !== undefined) {
    json(refusal, {});
    return;
  }
  const job = { id: randomUUID(), tag, callback };
  if (fault !== 'reset-before') service.jobs.push(job);
  if (fault === 'reset-before' || fault === 'reset-after') request.socket.resetAndDestroy();
  else if (fault === 'unreadable') request.socket.end('HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\n<html>');
  else if (fault === 'held') hold(() => json(200, { id: job.id }));
  else json(200, fault === 'no-id' ? {} : { id: job.id });
}

export interface PaidAdapterOptions {
  readonly address: string;
  /** False for a service that can't be asked what became of a request. */
  readonly canFind?: boolean;
  readonly pollAfterMs?: () => number;
  readonly failuresToOpen?: number;
  readonly actualUsd?: number;
}

/** A cloud adapter as adapters are: what it makes is `make`'s. */
export function createPaidAdapter<Result>(
  options: PaidAdapterOptions,
  make: (context: WorkContext) => Promise<Result>,
): SlowPort<unknown, Result> {
  const client = createServiceClient({
    name: 'paid',
    baseUrl: options.address,
    credentials: { authorization: 'Key canary-4711' },
    maxConcurrent: 4,
    log: silentLog,
    breaker: { failures: options.failuresToOpen ?? 50, pauseMs: 60_000, maxPauseMs: 60_000 },
  });
  const pending = (id: string): SlowWork<Result> => ({
    status: 'pending',
    operation: { id },
    pollAfterMs: options.pollAfterMs?.() ?? 10,
  });
  const idOf = (operation: JsonValue) => (operation as { id: string }).id;
  const port: SlowPort<unknown, Result> = {
    adapter: { name: 'paid-adapter', version: '1', kind: 'cloud' },
    start: async (_request, { signal, spending }) => {
      const json = { tag: spending?.tag, callback: spending?.callbackUrl };
      const taken = await submitOnce(
        spending,
        { provider: 'paid', model: 'one', estimatedUsd: 1 },
        async () => await client.call({ method: 'POST', path: '/submit', json, timeoutMs: 3000, signal }),
        {
          requestIdOf: (got) => (got.status === 200 ? (got.json() as { id?: string }).id : undefined),
          isRefusal: ({ status }) => status >= 400,
        },
      ).catch((error: unknown) => {
        throw asProviderError(error);
      });
      if (taken.status === 422) throw failed('provider-refused', 'safety', false);
      if (taken.status >= 400)
        throw failed('provider-unavailable', taken.status === 429 ? 'busy' : 'down', true);
      return pending((taken.json() as { id: string }).id);
    },
    status: async (operation, context) => {
      const { signal } = context;
      const path = `/jobs/${idOf(operation)}`;
      const got = await client
        .call({ method: 'GET', path, timeoutMs: 3000, signal })
        .catch((error: unknown) => {
          throw asProviderError(error);
        });
      if (got.status !== 200) throw failed('provider-unavailable', 'down', true);
      const { state } = got.json() as { state: string };
      if (state === 'working') {
        context.reportProgress(0.4);
        return pending(idOf(operation));
      }
      if (state === 'failed') throw failed('provider-unavailable', 'down', false, { repeatable: 'yes' });
      if (state === 'unreadable') throw failed('provider-answer-unusable', 'result-link', false);
      return { status: 'completed', result: await make(context) };
    },
    cancel: async (operation, { signal }) => {
      await client.call({ method: 'DELETE', path: `/jobs/${idOf(operation)}`, timeoutMs: 3000, signal });
    },
  };
  if (options.canFind === false) return port;
  return {
    ...port,
    find: async ({ tag }, { signal }) => {
      const got = await client.call({
        method: 'GET',
        path: '/lookup',
        query: { tag },
        timeoutMs: 3000,
        signal,
      });
      const { id, final } = got.json() as { id: string | null; final: boolean };
      if (id !== null) return { status: 'found', operation: { id } };
      return { status: final ? 'absent' : 'not-yet-known' };
    },
  };
}

/** Makes what the scripted head makes. */
export function paidHead(options: PaidAdapterOptions) {
  return createPaidAdapter(options, async ({ workFolder }) => {
    const videoPath = join(workFolder, 'head.mp4');
    await writeFile(videoPath, 'paid head');
    const actualUsd = options.actualUsd;
    const cost = { estimatedUsd: 1, ...(actualUsd !== undefined && { actualUsd }) };
    return { videoPath, durationSeconds: 1, cost, warnings: [] };
  });
}

function failed(
  reason: 'provider-unavailable' | 'provider-refused' | 'provider-answer-unusable',
  problem: string,
  retryable: boolean,
  details: Readonly<Record<string, string>> = {},
): AppError {
  return new AppError(reason, `The service is ${problem}.`, {
    details: { service: 'paid', problem, ...details },
    retryable,
  });
}
