import { setTimeout as delay } from 'node:timers/promises';
import { type AppError, isAppError } from '../../kernel/errors.ts';
import { sha256 } from '../../platform/files/sha256.ts';
import type { Log } from '../../platform/log/log.ts';
import { createCircuitBreaker } from '../../platform/service/circuit-breaker.ts';
import { retryAfterMs } from '../../platform/service/retry-after.ts';
import { createGate } from './gate.ts';
import { isPassing, problemOf, type S3Problem, s3Failure } from './s3-failure.ts';
import type { S3Signer, S3Target } from './s3-signer.ts';
import { parseXml, textOf, type XmlElement } from './xml.ts';

/** How long is waited and how often it is tried; tests are less patient. */
export interface Patience {
  readonly attempts: number;
  /** Before the second attempt; twice as long before each further one. */
  readonly firstPauseMs: number;
  /** For an answer to begin, beside the time that the body takes, and the longest silence within a body. */
  readonly silenceMs: number;
}

export const usualPatience: Patience = {
  attempts: 5,
  firstPauseMs: 250,
  silenceMs: 30_000,
};

export interface S3Call extends S3Target {
  readonly body?: Uint8Array<ArrayBuffer>;
  /** Statuses besides 2xx that the caller understands. */
  readonly expects?: readonly number[];
  /** Sent even while the server is left in peace: it cleans up. */
  readonly always?: boolean;
}

export interface S3Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The answer's XML; undefined where it has none. */
  readonly xml: XmlElement | undefined;
}

export interface S3Client {
  readonly patience: Patience;
  /** Reads the answer whole. Throws what `s3Failure` makes. */
  ask(call: S3Call): Promise<S3Answer>;
  /** The body is still to be read, or to be cancelled; the signal ends it. One attempt: the caller goes on from where it broke. */
  open(call: S3Call, signal: AbortSignal): Promise<Response>;
  /** After that failure of an attempt, counted from 0: waits, or throws it where waiting is no use. */
  recover(error: unknown, attempt: number): Promise<void>;
}

const maxXmlBytes = 8 * 1024 * 1024;
const maxPauseMs = 8000;
const maxWaitMs = 30_000;
const slowestBytesPerMs = 64;
const requestsAtATime = 32;

export function createS3Client(signer: S3Signer, log: Log, patience: Patience): S3Client {
  const gate = createGate(requestsAtATime);
  const breaker = createCircuitBreaker('files', log);
  const guarded = async (call: S3Call, signal: AbortSignal) => {
    if (!breaker.mayCall() && !call.always) throw s3Failure('paused');
    try {
      const response = await exchange(signer, call, signal);
      breaker.succeeded();
      return response;
    } catch (error) {
      const { problem } = detailsOf(error);
      if (problem === 'down' || problem === 'slow') breaker.failed();
      else breaker.succeeded();
      throw error;
    }
  };
  const recover = async (error: unknown, attempt: number) => {
    const { problem, waitMs } = detailsOf(error);
    if (problem === undefined || !isPassing(problem) || attempt + 1 >= patience.attempts) throw error;
    log.debug({ problem, attempt }, 'The file store is asked again.');
    await pauseBefore(attempt, patience.firstPauseMs, waitMs);
  };
  const askOnce = async (call: S3Call) => {
    const bodyMs = Math.ceil((call.body?.length ?? 0) / slowestBytesPerMs);
    const signal = AbortSignal.timeout(patience.silenceMs + bodyMs);
    const answer = await readAnswer(await guarded(call, signal));
    // A long work is answered 200 before its end is known.
    if (answer.status < 300 && answer.xml?.name === 'Error') throw refusalOf(answer);
    return answer;
  };
  return {
    patience,
    recover,
    open: guarded,
    ask: async (call) => {
      for (let attempt = 0; ; attempt += 1) {
        try {
          return await gate(async () => await askOnce(call));
        } catch (error) {
          await recover(error, attempt);
        }
      }
    },
  };
}

/** One request and its answer, if it is one that the caller understands; signed anew where the server names its region. */
async function exchange(
  signer: S3Signer,
  call: S3Call,
  signal: AbortSignal,
  isFirst = true,
): Promise<Response> {
  const response = await send(signer, call, signal);
  if (response.ok || call.expects?.includes(response.status)) return response;
  const answer = await readAnswer(response);
  const region = textOf(answer.xml, 'Region') ?? '';
  if (isFirst && response.status === 400 && /^[a-z0-9-]{2,40}$/.test(region)) {
    signer.useRegion(region);
    return await exchange(signer, call, signal, false);
  }
  throw refusalOf(answer);
}

/** Never led on: a redirect would carry our signature to another server. */
async function send(signer: S3Signer, call: S3Call, signal: AbortSignal): Promise<Response> {
  const { url, headers } = await signer.sign(call, sha256(call.body ?? ''));
  // Not signed, since what stands between may change it; without it, an answer may come packed.
  headers.set('accept-encoding', 'identity');
  const body = call.body && { body: call.body };
  return await fetch(url, { method: call.method, headers, ...body, redirect: 'manual', signal }).catch(
    (error: unknown) => {
      throw networkFailure(error);
    },
  );
}

async function readAnswer(response: Response): Promise<S3Answer> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const part of response.body ?? []) {
      bytes += part.length;
      if (bytes > maxXmlBytes) throw s3Failure('answer', { status: response.status });
      parts.push(part);
    }
  } catch (error) {
    throw isAppError(error) ? error : networkFailure(error);
  }
  const xml = parseXml(Buffer.concat(parts).toString('utf8'));
  return { status: response.status, headers: response.headers, xml };
}

function refusalOf({ status, headers, xml }: S3Answer): AppError {
  const code = xml?.name === 'Error' ? textOf(xml, 'Code') : undefined;
  const date = Date.parse(headers.get('date') ?? '');
  const clockSkewMs = Number.isNaN(date) ? 0 : Date.now() - date;
  const failure = s3Failure(problemOf(status, code, clockSkewMs), {
    status,
    ...(code !== undefined && { code }),
  });
  waits.set(failure, retryAfterMs(headers, new Date()) ?? 0);
  return failure;
}

/** What a server asked for with a failure: it is nobody else's business. */
const waits = new WeakMap<Error, number>();

/** Of `fetch` and of reading a body. */
export function networkFailure(error: unknown): AppError {
  const { name, cause } = error as { name?: unknown; cause?: { code?: unknown } };
  if (name === 'TimeoutError' || name === 'AbortError') return s3Failure('slow');
  return s3Failure('down', typeof cause?.code === 'string' ? { code: cause.code } : {});
}

function detailsOf(error: unknown): { problem: S3Problem | undefined; waitMs: number } {
  if (!isAppError(error) || error.details.service !== 'files') return { problem: undefined, waitMs: 0 };
  return { problem: error.details.problem as S3Problem, waitMs: waits.get(error) ?? 0 };
}

/** Full jitter, so that those who were refused together don't come back together. */
async function pauseBefore(attempt: number, firstPauseMs: number, waitMs: number): Promise<void> {
  const longest = Math.min(maxPauseMs, firstPauseMs * 2 ** attempt);
  const jittered = longest * (0.5 + Math.random() / 2);
  await delay(Math.max(jittered, Math.min(waitMs, maxWaitMs)));
}
