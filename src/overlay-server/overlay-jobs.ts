import { randomUUID } from 'node:crypto';
import { type Clock, systemClock } from '../kernel/clock.ts';
import { AppError, asAppError } from '../kernel/errors.ts';
import { requireFreeSpace } from '../platform/files/disk-full.ts';
import { withScratchFolder } from '../platform/files/scratch.ts';
import { type Log, logOf } from '../platform/log/log.ts';
import type { EndedJob, KeptResults } from './kept-results.ts';
import { withoutQuery } from './put-result.ts';
import { type OverlayOrder, orderFingerprint } from './overlay-order.ts';

export interface OverlayJobsOptions {
  readonly results: KeptResults;
  readonly scratchFolder: string;
  /** Gives the path of the overlay in the work folder. */
  make(order: OverlayOrder, workFolder: string, signal: AbortSignal): Promise<string>;
  /** Sends a file to where the caller wants it. */
  put(path: string, url: string, signal: AbortSignal): Promise<void>;
  readonly concurrency: number;
  /** Further ones are refused. */
  readonly maxWaiting: number;
  readonly jobTimeoutMs: number;
  readonly log: Log;
  readonly clock?: Clock;
}

export type JobState = { readonly state: 'processing' } | EndedJob;

export interface OverlayJobs {
  /**
   * Takes a job and gives its id; the same one where the same order comes again under the same key. Throws
   * `too-many-requests`, `conflict` (the key came with another order), `disk-full`, `provider-unavailable` (stopping).
   */
  submit(order: OverlayOrder, idempotencyKey: string | undefined): Promise<string>;
  /** Throws `not-found`. */
  look(id: string): JobState;
  readonly working: number;
  readonly waiting: number;
  /** Ends what is under way. */
  stop(): Promise<void>;
}

interface OpenJob {
  readonly id: string;
  readonly order: OverlayOrder;
  readonly fingerprint: string;
  readonly idempotencyKey: string | undefined;
}

/** The results of a few jobs and what they are made from. */
const neededBytes = 1_000_000_000;

export function createOverlayJobs(options: OverlayJobsOptions): OverlayJobs {
  const { results, concurrency, maxWaiting } = options;
  const lines = logOf(options.log, 'overlay');
  const open = new Map<string, OpenJob>();
  const queue: OpenJob[] = [];
  const running = new Set<Promise<void>>();
  const stopping = new AbortController();

  const next = (): void => {
    const mayStart = running.size < concurrency && !stopping.signal.aborted;
    const job = mayStart ? queue.shift() : undefined;
    if (!job) return;
    const run = work(job, options, stopping.signal)
      .catch((error: unknown) => lines.error({ err: error, jobId: job.id }, 'A job could not be ended.'))
      .finally(() => {
        open.delete(job.id);
        running.delete(run);
        next();
      });
    running.add(run);
    next();
  };

  return {
    submit: async (order, idempotencyKey) => {
      const fingerprint = orderFingerprint(order);
      const known = knownJob(idempotencyKey, open, results.ended);
      if (known) return sameOrder(known, fingerprint);
      if (stopping.signal.aborted)
        throw new AppError('provider-unavailable', 'This server is about to stop.', { retryable: true });
      if (queue.length >= maxWaiting) {
        throw new AppError(
          'too-many-requests',
          `${queue.length} jobs are waiting already, which is as many as this server takes.`,
          { retryable: true },
        );
      }
      const job: OpenJob = { id: randomUUID(), order, fingerprint, idempotencyKey };
      open.set(job.id, job);
      queue.push(job);
      await requireFreeSpace(options.scratchFolder, neededBytes).catch((error: unknown) => {
        open.delete(job.id);
        queue.splice(queue.indexOf(job), 1);
        throw error;
      });
      next();
      return job.id;
    },
    look: (id) => {
      const ended = results.ended.get(id);
      if (ended) return ended;
      if (open.has(id)) return { state: 'processing' };
      throw new AppError(
        'not-found',
        `There is no job ${JSON.stringify(id.slice(0, 80))}; results are kept for an hour.`,
      );
    },
    get working() {
      return running.size;
    },
    get waiting() {
      return queue.length;
    },
    stop: async () => {
      stopping.abort();
      await Promise.all(running);
      // Whoever asks after the next start is told that it came to nothing.
      for (const job of queue.splice(0)) await work(job, options, stopping.signal);
    },
  };
}

function knownJob(
  key: string | undefined,
  open: ReadonlyMap<string, OpenJob>,
  ended: ReadonlyMap<string, EndedJob>,
): { readonly id: string; readonly fingerprint: string } | undefined {
  if (key === undefined) return undefined;
  for (const job of open.values()) if (job.idempotencyKey === key) return job;
  for (const [id, job] of ended) if (job.idempotencyKey === key) return { id, fingerprint: job.fingerprint };
  return undefined;
}

function sameOrder(
  known: { readonly id: string; readonly fingerprint: string },
  fingerprint: string,
): string {
  if (known.fingerprint === fingerprint) return known.id;
  throw new AppError('conflict', 'This Idempotency-Key came with another order before; take a new one.');
}

async function work(job: OpenJob, options: OverlayJobsOptions, stopping: AbortSignal): Promise<void> {
  const { results, log, clock = systemClock } = options;
  const lines = logOf(log, 'overlay').child({ jobId: job.id });
  const startedAtMs = performance.now();
  const outcome = await made(job, options, stopping).catch((error: unknown) => failureOf(error));
  const processingSeconds = Math.round(performance.now() - startedAtMs) / 1000;
  const { fingerprint, idempotencyKey } = job;
  const endedAtMs = clock.now().getTime();
  const key = idempotencyKey === undefined ? {} : { idempotencyKey };
  if (outcome.state === 'failed')
    lines.warn({ ms: processingSeconds * 1000, why: outcome.error }, 'A job failed.');
  else lines.info({ ms: processingSeconds * 1000 }, 'A job is done.');
  await results.end(job.id, { ...outcome, processingSeconds, endedAtMs, fingerprint, ...key });
}

type Outcome = Pick<EndedJob, 'state' | 'file' | 'secret' | 'putAt' | 'error'>;

async function made(
  { id, order }: OpenJob,
  options: OverlayJobsOptions,
  stopping: AbortSignal,
): Promise<Outcome> {
  const tooLate = AbortSignal.timeout(options.jobTimeoutMs);
  const signal = AbortSignal.any([stopping, tooLate]);
  try {
    return await withScratchFolder(options.scratchFolder, async (workFolder) => {
      signal.throwIfAborted();
      const path = await options.make(order, workFolder, signal);
      if (order.resultPutUrl === undefined)
        return { state: 'completed', ...(await options.results.keep(id, path)) };
      await options.put(path, order.resultPutUrl, signal);
      return { state: 'completed', putAt: withoutQuery(order.resultPutUrl) };
    });
  } catch (error) {
    if (stopping.aborted) throw new AppError('cancelled', 'The server was stopped while it worked on this.');
    if (tooLate.aborted) {
      throw new AppError('timed-out', `It took more than ${options.jobTimeoutMs / 1000} s.`, {
        cause: error,
      });
    }
    throw error;
  }
}

/** What nobody foresaw is told to the log alone. */
function failureOf(thrown: unknown): Outcome {
  const { reason, message } = asAppError(thrown);
  const isOurs = reason === 'internal' || reason === 'process-failed';
  return { state: 'failed', error: isOurs ? 'Something went wrong on the server.' : message };
}
