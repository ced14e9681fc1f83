import { randomUUID } from 'node:crypto';
import { type Answer, json } from './fal-faults.ts';
import { type Made, ModelError, type ModelRefusal, runModel, type VideoKnobs } from './fal-models.ts';

/** How a job ends that doesn't simply do what it was asked. */
export type JobEnd =
  | {
      readonly kind: 'model-error';
      readonly refusal: ModelRefusal;
      readonly headers?: Record<string, string>;
    }
  | { readonly kind: 'request-error'; readonly status: number; readonly errorType: string }
  /** Its status says that it failed, and its result is a proxy's page. */
  | { readonly kind: 'failed-without-words' }
  | { readonly kind: 'stuck-in-queue' }
  /** Its result is this. */
  | { readonly kind: 'output'; readonly output: unknown };

export interface Job {
  readonly id: string;
  readonly endpoint: string;
  readonly input: unknown;
  readonly webhook: string | undefined;
  readonly sentAt: Date;
  state: 'queued' | 'running' | 'completed' | 'cancelled';
  error?: { readonly status: number; readonly body: unknown; readonly type: string | undefined };
  headers: Record<string, string>;
  output: unknown;
  /** Resolves when it has ended, whichever way. */
  readonly ended: Promise<void>;
}

export interface JobTableOptions {
  readonly baseUrl: () => string;
  readonly knobs: () => VideoKnobs;
  readonly isHeld: () => boolean;
  readonly nextEnd: () => JobEnd | undefined;
  readonly now: () => Date;
  /** Puts what was made where it can be fetched; gives the address. */
  publish(file: Made['files'][number]): string;
  onEnded(job: Job): void;
}

export interface JobTable {
  readonly all: readonly Job[];
  submit(endpoint: string, input: unknown, webhook: string | undefined): Job;
  find(app: string, id: string): Job | undefined;
  /** Lets what was held begin. */
  release(): void;
}

export function createJobTable(options: JobTableOptions): JobTable {
  const jobs: Job[] = [];
  const waiting: (() => void)[] = [];
  return {
    all: jobs,
    submit: (endpoint, input, webhook) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const job: Job = {
        ...{ id: randomUUID(), endpoint, input, webhook, sentAt: options.now() },
        ...{ state: 'queued', headers: {}, output: undefined, ended: promise },
      };
      jobs.push(job);
      const end = options.nextEnd();
      const begin = () =>
        void work(job, end, options).then((isEnded) => {
          if (!isEnded) return;
          resolve();
          options.onEnded(job);
        });
      if (options.isHeld()) waiting.push(begin);
      else begin();
      return job;
    },
    find: (app, id) => jobs.find((job) => job.id === id && appOf(job.endpoint) === app),
    release: () => {
      for (const begin of waiting.splice(0)) begin();
    },
  };
}

export const appOf = (endpoint: string): string => endpoint.split('/').slice(0, 2).join('/');

/** False for a job that never ends. */
async function work(job: Job, end: JobEnd | undefined, options: JobTableOptions): Promise<boolean> {
  if (end?.kind === 'stuck-in-queue') return false;
  // A job of fal.ai's waits at least for a moment: the answer to its submit comes first.
  await new Promise((resolve) => setImmediate(resolve));
  if (job.state === 'cancelled') return true;
  job.state = 'running';
  try {
    if (end && end.kind !== 'output') throw end;
    const made = end
      ? { files: [], units: 1, output: () => end.output }
      : await runModel(job.endpoint, job.input, options.knobs());
    job.output = made.output(made.files.map((file) => options.publish(file)));
    job.headers = { 'x-fal-billable-units': String(made.units) };
  } catch (thrown) {
    Object.assign(job, failureOf(thrown));
  }
  if (job.state === 'running') job.state = 'completed';
  return true;
}

function failureOf(thrown: unknown): Pick<Job, 'headers'> & { error: NonNullable<Job['error']> } {
  if (thrown instanceof ModelError) return modelFailure(thrown.refusal, {});
  const end = thrown as JobEnd;
  if (end.kind === 'model-error') return modelFailure(end.refusal, end.headers ?? {});
  if (end.kind === 'request-error') {
    return {
      headers: { 'x-fal-error-type': end.errorType },
      error: {
        status: end.status,
        body: { detail: 'The request could not be processed.', error_type: end.errorType },
        type: end.errorType,
      },
    };
  }
  if (end.kind === 'failed-without-words') {
    return { headers: {}, error: { status: 502, body: '<html>Bad gateway</html>', type: undefined } };
  }
  throw thrown;
}

function modelFailure({ status, type, loc, ctx }: ModelRefusal, headers: Record<string, string>) {
  const detail = [
    {
      ...{ loc, msg: `A sentence about ${type} that may change any day.`, type },
      ...{ url: `https://docs.fal.ai/errors/#${type}`, ...(ctx && { ctx }) },
    },
  ];
  return { headers, error: { status, body: { detail }, type: undefined } };
}

const addressesOf = (job: Job, baseUrl: string) => {
  const response_url = `${baseUrl}/${appOf(job.endpoint)}/requests/${job.id}`;
  return { response_url, status_url: `${response_url}/status`, cancel_url: `${response_url}/cancel` };
};

export function submitAnswer(job: Job, baseUrl: string): Answer {
  return json(200, {
    ...{ request_id: job.id, gateway_request_id: job.id, status: 'IN_QUEUE', queue_position: 0 },
    ...addressesOf(job, baseUrl),
  });
}

export function statusAnswer(job: Job, baseUrl: string): Answer {
  const about = { request_id: job.id, response_url: addressesOf(job, baseUrl).response_url };
  if (job.state === 'queued') {
    return json(202, { ...about, ...addressesOf(job, baseUrl), status: 'IN_QUEUE', queue_position: 2 });
  }
  if (job.state === 'running') return json(202, { ...about, status: 'IN_PROGRESS', logs: null });
  const failed = job.error && {
    error: 'It failed, in words for people.',
    ...(job.error.type && { error_type: job.error.type }),
  };
  return json(200, {
    ...{ ...about, status: 'COMPLETED', logs: [], metrics: { inference_time: 41.7 } },
    ...failed,
  });
}

export function resultAnswer({ id, error, headers, output, state }: Job): Answer {
  const given = { ...headers, 'x-fal-request-id': id };
  if (state !== 'completed' && state !== 'cancelled') {
    return json(400, { detail: 'Request is still in progress' }, given);
  }
  if (!error) return json(200, output, given);
  if (typeof error.body !== 'string') return json(error.status, error.body, given);
  return { status: error.status, body: Buffer.from(error.body), headers: { 'content-type': 'text/html' } };
}

/** What the webhook tells, by the same documentation. */
export function webhookPayload({ id, error, output }: Job): unknown {
  const ids = { request_id: id, gateway_request_id: id };
  if (!error) return { ...ids, status: 'OK', payload: output };
  return { ...ids, status: 'ERROR', error: `Invalid status code: ${error.status}`, payload: error.body };
}

export function cancelAnswer(job: Job): Answer {
  if (job.state === 'completed' || job.state === 'cancelled')
    return json(400, { status: 'ALREADY_COMPLETED' });
  if (job.state === 'queued') {
    job.state = 'cancelled';
    job.error = {
      status: 499,
      body: { detail: 'The request was cancelled.', error_type: 'client_cancelled' },
      type: 'client_cancelled',
    };
  }
  return json(202, { status: 'CANCELLATION_REQUESTED' });
}
