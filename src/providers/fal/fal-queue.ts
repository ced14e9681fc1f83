import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { ServiceAnswer, ServiceClient } from '../../platform/service/service-client.ts';
import { asProviderError } from '../../platform/service/service-failure.ts';
import { submitOnce } from '../../platform/service/submit-once.ts';
import type { WorkContext } from '../../ports/work.ts';
import { failedJob, failureOf, isRefusal, service, tellsOfJob } from './fal-errors.ts';

const requestIdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,100}$/);

/** A request that the queue took: all that is needed to ask for it, also by another process. */
export const queuedCallSchema = z.object({
  endpoint: z.string(),
  requestId: requestIdSchema,
  statusUrl: z.string(),
  responseUrl: z.string(),
  cancelUrl: z.string(),
  /** Milliseconds since 1970. */
  submittedAt: z.number(),
});
export type QueuedCall = z.output<typeof queuedCallSchema>;

export type QueuedState =
  | { readonly state: 'queued'; readonly ahead: number | undefined }
  | { readonly state: 'running' }
  | { readonly state: 'done'; readonly output: unknown; readonly billableUnits: number | undefined };

export interface Submission {
  readonly endpoint: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly estimatedUsd: number;
}

export interface FalQueue {
  /** Sends it once, whatever comes back: see `submitOnce`. */
  submit(submission: Submission, context: WorkContext): Promise<QueuedCall>;
  /** Throws for a job that failed, not retryable; for a look that failed, retryable where it may pass. */
  look(call: QueuedCall, signal: AbortSignal): Promise<QueuedState>;
  cancel(call: QueuedCall, signal: AbortSignal): Promise<void>;
  /** A request that is known by nothing but its id. */
  rebuilt(endpoint: string, requestId: string, submittedAt: Date): QueuedCall;
}

export interface FalQueueOptions {
  readonly client: ServiceClient;
  readonly baseUrl: string;
  readonly clock: Clock;
}

const submitTimeoutMs = 60_000;
const lookTimeoutMs = 20_000;

const submitAnswer = z.looseObject({
  request_id: requestIdSchema,
  status_url: z.string().optional(),
  response_url: z.string().optional(),
  cancel_url: z.string().optional(),
});
const statusAnswer = z.looseObject({
  status: z.string(),
  queue_position: z.number().nullish(),
  error: z.unknown().optional(),
  error_type: z.string().nullish(),
});

export function createFalQueue(options: FalQueueOptions): FalQueue {
  const { client, baseUrl, clock } = options;
  return {
    submit: async ({ endpoint, input, estimatedUsd }, { spending, signal }) => {
      const submittedAt = clock.now();
      const send = async () =>
        await client.call({
          method: 'POST',
          path: `/${endpoint}`,
          query: { fal_webhook: spending?.callbackUrl },
          json: input,
          timeoutMs: submitTimeoutMs,
          signal,
        });
      const paid = { provider: service, model: endpoint, estimatedUsd };
      const answer = await told(submitOnce(spending, paid, send, { requestIdOf, isRefusal }));
      if (isRefusal(answer)) throw failureOf(answer, { isFinal: false });
      const { request_id, status_url, response_url, cancel_url } = submitAnswer.parse(answer.json());
      const fallback = rebuilt(baseUrl, endpoint, request_id, submittedAt);
      return {
        ...fallback,
        statusUrl: ours(baseUrl, status_url) ?? fallback.statusUrl,
        responseUrl: ours(baseUrl, response_url) ?? fallback.responseUrl,
        cancelUrl: ours(baseUrl, cancel_url) ?? fallback.cancelUrl,
      };
    },
    look: async (call, signal) => {
      const answer = await read(client, `${call.statusUrl}?logs=0`, signal);
      if (!isSuccess(answer)) throw failureOf(answer, { isFinal: false });
      const status = statusAnswer.safeParse(await told(async () => answer.json()));
      if (!status.success) throw unexpected('its word on the job has no status');
      if (status.data.status === 'IN_QUEUE') {
        return { state: 'queued', ahead: status.data.queue_position ?? undefined };
      }
      if (status.data.status !== 'COMPLETED') return { state: 'running' };
      const failed = hasFailed(status.data) ? (status.data.error_type ?? undefined) : null;
      return await result(client, call, failed, signal);
    },
    cancel: async ({ cancelUrl }, signal) => {
      const answer = await told(
        client.call({ method: 'PUT', path: cancelUrl, timeoutMs: lookTimeoutMs, signal }),
      );
      // 400: it had completed; 404: it is gone.
      if (isSuccess(answer) || answer.status === 400 || answer.status === 404) return;
      throw failureOf(answer, { isFinal: false });
    },
    rebuilt: (endpoint, requestId, submittedAt) => rebuilt(baseUrl, endpoint, requestId, submittedAt),
  };
}

function requestIdOf(answer: ServiceAnswer): string | undefined {
  if (!isSuccess(answer)) return undefined;
  try {
    return submitAnswer.parse(answer.json()).request_id;
  } catch {
    return undefined;
  }
}

/**
 * Requests are addressed by owner and app alone: `fal-ai/bytedance/omnihuman/v1.5` is asked for at
 * `fal-ai/bytedance/requests/…` (fal's queue documentation, November 2026).
 */
function rebuilt(baseUrl: string, endpoint: string, requestId: string, submittedAt: Date): QueuedCall {
  const app = endpoint.split('/').slice(0, 2).join('/');
  const responseUrl = `${baseUrl}/${app}/requests/${requestIdSchema.parse(requestId)}`;
  return {
    endpoint,
    requestId,
    responseUrl,
    statusUrl: `${responseUrl}/status`,
    cancelUrl: `${responseUrl}/cancel`,
    submittedAt: submittedAt.getTime(),
  };
}

/** Addresses are believed only where they lead to the queue itself: they are asked with our key. */
function ours(baseUrl: string, url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const { origin, pathname, username } = new URL(url);
  return origin === new URL(baseUrl).origin && username === '' ? `${origin}${pathname}` : undefined;
}

/** `failed`: null for a job that ended well, otherwise the type of its failure as far as it is known. */
async function result(
  client: ServiceClient,
  { responseUrl }: QueuedCall,
  failed: string | null | undefined,
  signal: AbortSignal,
): Promise<QueuedState> {
  // A failed job's result answers with its own status, 500 and 504 among them: asking again would bring the same.
  const get = { method: 'GET', path: responseUrl, timeoutMs: lookTimeoutMs, signal } as const;
  const answer = await told(client.call(get));
  if (!isSuccess(answer)) {
    if (failed !== null || tellsOfJob(answer)) {
      throw tellsOfJob(answer) ? failureOf(answer, { isFinal: true }) : failedJob(failed ?? undefined);
    }
    throw failureOf(answer, { isFinal: false });
  }
  if (failed !== null) throw failedJob(failed);
  const units = Number(answer.headers.get('x-fal-billable-units') ?? Number.NaN);
  const billableUnits = Number.isFinite(units) && units >= 0 ? units : undefined;
  return { state: 'done', output: await told(async () => answer.json()), billableUnits };
}

async function read(client: ServiceClient, path: string, signal: AbortSignal): Promise<ServiceAnswer> {
  return await told(client.call({ method: 'GET', path, timeoutMs: lookTimeoutMs, signal, mayRepeat: true }));
}

function hasFailed({ error, error_type: type }: z.output<typeof statusAnswer>): boolean {
  return (error !== undefined && error !== null && error !== '') || (type !== undefined && type !== null);
}

/** Any 2xx: the status of a job that is not done comes with 202. */
function isSuccess({ status }: ServiceAnswer): boolean {
  return status >= 200 && status < 300;
}

function unexpected(what: string): AppError {
  return new AppError('provider-answer-unusable', `fal.ai answered something else than agreed: ${what}.`, {
    details: { service, problem: 'unexpected-answer' },
  });
}

/** Failed calls as the errors that ports owe. */
async function told<T>(work: Promise<T> | (() => Promise<T>)): Promise<T> {
  try {
    return await (typeof work === 'function' ? work() : work);
  } catch (error) {
    throw asProviderError(error);
  }
}
