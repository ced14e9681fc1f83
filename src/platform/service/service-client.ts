import { Agent } from 'node:http';
import { Agent as TlsAgent } from 'node:https';
import { AppError } from '../../kernel/errors.ts';
import type { Log } from '../log/log.ts';
import { type CallLimit, createCallLimit } from './call-limit.ts';
import {
  type BreakerState,
  type CircuitBreaker,
  type CircuitBreakerOptions,
  createCircuitBreaker,
} from './circuit-breaker.ts';
import { repeated } from './repeat-read.ts';
import { sendRequest, type WireAnswer, WireFailure } from './send-request.ts';
import { ServiceFailure, type ServiceProblem } from './service-failure.ts';

export interface ServiceClientOptions {
  /** As logs, errors and metrics have it: `elevenlabs`. */
  readonly name: string;
  readonly baseUrl: string;
  /** Headers that are sent to this origin only and never told. */
  readonly credentials: Readonly<Record<string, string>>;
  readonly maxConcurrent: number;
  /** From the beginning of one call to that of the next. */
  readonly minIntervalMs?: number;
  readonly log: Log;
  readonly breaker?: CircuitBreakerOptions;
}

export interface ServiceCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD' | 'PATCH';
  /** From the base address on, or an absolute address of the same origin. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly body?: Buffer | { readonly file: string; readonly bytes: number };
  /** For the wait for a turn, and again for the call itself; with `mayRepeat` for all of it. */
  readonly timeoutMs: number;
  /** 4 MB unless given. */
  readonly maxAnswerBytes?: number;
  readonly signal: AbortSignal;
  /** For reads only: connection failures, 429 and 5xx are tried again within `timeoutMs`. */
  readonly mayRepeat?: boolean;
}

export interface ServiceAnswer extends WireAnswer {
  /** Throws ServiceFailure `not-json`. */
  json(): unknown;
}

/** For `doctor`, `/jobs` and metrics. */
export interface ServiceHealth {
  readonly service: string;
  readonly breaker: BreakerState;
  readonly failuresInARow: number;
  readonly inFlight: number;
  readonly waiting: number;
  /** Since the start of the process; every try of a repeated read is one. */
  readonly calls: number;
  readonly failures: number;
}

export interface ServiceClient {
  readonly name: string;
  /** True where the base address is this machine itself: a double of the service. */
  readonly isLoopback: boolean;
  /** Any status is an answer; redirects are not followed. Throws ServiceFailure, or AppError `cancelled`. */
  call(call: ServiceCall): Promise<ServiceAnswer>;
  health(): ServiceHealth;
}

const usualMaxAnswerBytes = 4_000_000;

/** The one way to a service outside: limits, deadlines, breaker, and who may be sent the key. */
export function createServiceClient(options: ServiceClientOptions): ServiceClient {
  const { name, maxConcurrent, minIntervalMs, log } = options;
  const base = new URL(options.baseUrl);
  const limit = createCallLimit({ maxConcurrent, ...(minIntervalMs !== undefined && { minIntervalMs }) });
  const breaker = createCircuitBreaker(name, log, options.breaker);
  const agent =
    base.protocol === 'https:' ? new TlsAgent({ keepAlive: true }) : new Agent({ keepAlive: true });
  const counts = { calls: 0, failures: 0 };
  const door: Door = { name, base, limit, breaker, agent, counts, credentials: options.credentials };
  return {
    name,
    isLoopback: isLoopbackHost(base.hostname),
    call: async (call) => {
      const url = addressOf(door, call);
      if (call.mayRepeat !== true) return await once(door, url, call, call.timeoutMs);
      return await repeated(call, async (timeoutMs) => await once(door, url, call, timeoutMs));
    },
    health: () => ({
      service: name,
      breaker: breaker.state,
      failuresInARow: breaker.failuresInARow,
      inFlight: limit.inFlight,
      waiting: limit.waiting,
      ...counts,
    }),
  };
}

interface Door {
  readonly name: string;
  readonly base: URL;
  readonly limit: CallLimit;
  readonly breaker: CircuitBreaker;
  readonly agent: Agent;
  readonly counts: { calls: number; failures: number };
  readonly credentials: Readonly<Record<string, string>>;
}

function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

/** An address that an answer gave may be anybody's: the key goes to this origin alone. */
function addressOf({ name, base }: Door, { path, query }: ServiceCall): URL {
  const folder = base.href.replace(/\/+$/, '');
  const address = path.startsWith('/') ? folder + path : path;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.origin !== base.origin || url.username !== '' || url.password !== '') {
    const details = { service: name, problem: 'foreign-address' };
    throw new AppError('provider-answer-unusable', `${name} named an address that is not its own.`, {
      details,
    });
  }
  for (const [key, value] of Object.entries(query ?? {})) {
    if (value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) url.searchParams.append(key, String(one));
  }
  return url;
}

async function once(door: Door, url: URL, call: ServiceCall, timeoutMs: number): Promise<ServiceAnswer> {
  const failed = failureOf(door, url, call);
  const release = await turn(door, call, timeoutMs, failed);
  try {
    if (!door.breaker.mayCall()) throw failed('paused', false, 'it is asked nothing for a while');
    return await sendAndJudge(door, url, call, timeoutMs, failed);
  } finally {
    release();
  }
}

type Failed = (
  problem: ServiceProblem,
  mayHaveArrived: boolean,
  how: string,
  cause?: unknown,
) => ServiceFailure;

function failureOf({ name }: Door, url: URL, { method }: ServiceCall): Failed {
  return (problem, mayHaveArrived, how, cause) =>
    new ServiceFailure(name, problem, {
      message: `${name} gave no answer to ${method} ${url.pathname}: ${how}.`,
      mayHaveArrived,
      cause,
    });
}

async function turn(door: Door, call: ServiceCall, timeoutMs: number, failed: Failed): Promise<() => void> {
  const tooLate = AbortSignal.timeout(timeoutMs);
  try {
    return await door.limit.take(AbortSignal.any([call.signal, tooLate]));
  } catch {
    const failure = failed('too-slow', false, `no turn came within ${timeoutMs} ms`);
    throw call.signal.aborted ? cancelled(failure) : failure;
  }
}

async function sendAndJudge(
  door: Door,
  url: URL,
  call: ServiceCall,
  timeoutMs: number,
  failed: Failed,
): Promise<ServiceAnswer> {
  const { breaker, counts } = door;
  const tooLate = AbortSignal.timeout(timeoutMs);
  counts.calls += 1;
  try {
    const answer = await sendRequest({
      method: call.method,
      url,
      headers: headersOf(door, call),
      body: bodyOf(call),
      agent: call.mayRepeat === true ? door.agent : false,
      maxAnswerBytes: call.maxAnswerBytes ?? usualMaxAnswerBytes,
      signal: AbortSignal.any([call.signal, tooLate]),
    });
    // 501: it answers, and will never do that. 429: it is well, and busy with us.
    if (answer.status >= 500 && answer.status !== 501) failing(door);
    else breaker.succeeded();
    return { ...answer, json: () => parsed(answer.body, failed) };
  } catch (error) {
    const failure = named(error, tooLate.aborted, timeoutMs, failed);
    if (call.signal.aborted) {
      breaker.undecided();
      throw cancelled(failure);
    }
    failing(door);
    throw failure;
  }
}

function failing({ breaker, counts }: Door): void {
  counts.failures += 1;
  breaker.failed();
}

function cancelled(failure: ServiceFailure): AppError {
  return new AppError('cancelled', `The call of ${failure.service} was cancelled.`, { cause: failure });
}

function headersOf({ credentials }: Door, { headers, json, body }: ServiceCall): Record<string, string> {
  const sent: Record<string, string> = {
    accept: 'application/json, */*;q=0.5',
    'accept-encoding': 'identity',
  };
  if (json !== undefined) sent['content-type'] = 'application/json';
  for (const [name, value] of Object.entries(headers ?? {})) sent[name.toLowerCase()] = value;
  for (const [name, value] of Object.entries(credentials)) sent[name.toLowerCase()] = value;
  if (body !== undefined && !Buffer.isBuffer(body)) sent['content-length'] = String(body.bytes);
  return sent;
}

function bodyOf({ json, body }: ServiceCall): ServiceCall['body'] {
  return json === undefined ? body : Buffer.from(JSON.stringify(json));
}

const neverConnected: Readonly<Record<string, ServiceProblem>> = { ECONNREFUSED: 'refused' };

function named(error: unknown, isTooLate: boolean, timeoutMs: number, failed: Failed): ServiceFailure {
  if (!(error instanceof WireFailure)) return failed('reset', true, 'the call broke', error);
  const { wasConnected, isTooLarge, cause } = error;
  if (isTooLarge) return failed('too-large', true, 'its answer is too large');
  if (isTooLate) return failed('too-slow', wasConnected, `it took more than ${timeoutMs} ms`);
  const code = (cause as NodeJS.ErrnoException | undefined)?.code ?? '';
  const problem = wasConnected ? 'reset' : (neverConnected[code] ?? 'unreachable');
  return failed(problem, wasConnected, code === '' ? 'the connection broke' : code, cause);
}

function parsed(body: Buffer, failed: Failed): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw failed('not-json', true, 'what came is not JSON');
  }
}
