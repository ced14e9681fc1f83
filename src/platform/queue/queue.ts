import { sql } from 'drizzle-orm';
import { fromDrizzle, type Queue as BossQueue, PgBoss } from 'pg-boss';
import { isAppError } from '../../kernel/errors.ts';
import type { JsonValue } from '../../kernel/json.ts';
import type { Database, Transaction } from '../database/database.ts';
import type { Log } from '../log/log.ts';

/** pg-boss's tables are its own business. */
const queueSchema = 'ugc_queue';
/** A worker that was killed is given up after this long without a sign of life; live ones give two in that time. */
const heartbeatSeconds = 15;
/** How often the dead are looked for. */
const superviseSeconds = 5;

export type JobData = { readonly [key: string]: JsonValue };

export interface QueueOptions {
  /** What one `singletonKey` may have: any number, one waiting, or one waiting or running. 'none' by default. */
  readonly singleton?: 'none' | 'one-waiting' | 'one-waiting-or-running';
  /** How often a job is tried again after an error, a kill or a shutdown. 5 by default. */
  readonly retryLimit?: number;
  /** Before the first retry; doubled each time up to five minutes. 1 by default. */
  readonly retryDelaySeconds?: number;
  /** A job that runs longer has failed. One hour by default. */
  readonly expireSeconds?: number;
  /** A queue, made before this one, that gets what was tried as often as `retryLimit` allows. None by default. */
  readonly deadLetter?: string;
}

export interface EnqueueOptions {
  readonly singletonKey?: string;
  /** One job a `singletonKey` in such a span of time, whatever became of it. */
  readonly onceInSeconds?: number;
  readonly startAfterSeconds?: number;
  /** Higher first; 0 by default. */
  readonly priority?: number;
}

export interface WorkOptions {
  /** Jobs at a time in this process. */
  readonly concurrency: number;
}

/** `signal` fires when the job must stop: shutdown, or somebody else has it by now. A throw means: try again later. */
export type JobHandler = (data: JobData, signal: AbortSignal) => Promise<void>;

export interface StopOptions {
  /** Let running jobs end; otherwise their signals fire at once and they are tried again elsewhere. */
  readonly graceful: boolean;
  /** After this the jobs are handed back whether or not their handlers returned; 1000 at least. */
  readonly timeoutMs: number;
}

export interface Queue {
  /** Makes the queue, or gives an existing one these options. A queue must be made before it is used. */
  createQueue(name: string, options?: QueueOptions): Promise<void>;
  /**
   * Adds a job in the given transaction: it exists if and only if that commits. Gives the job's id, or undefined when
   * `singletonKey` already has its job.
   */
  enqueue(
    transaction: Transaction | Database['db'],
    name: string,
    data: JobData,
    options?: EnqueueOptions,
  ): Promise<string | undefined>;
  work(name: string, options: WorkOptions, handler: JobHandler): Promise<void>;
  /** Takes no further jobs of that queue in this process; resolves when the handlers under way have returned. */
  stopWork(name: string): Promise<void>;
  /** Enqueues at each time of the cron expression, once however many machines run. */
  schedule(name: string, cron: string, options?: { readonly timeZone?: string }): Promise<void>;
  /** Of every queue, as it was counted last, some seconds ago at most. */
  depths(): Promise<readonly QueueDepth[]>;
  stop(options: StopOptions): Promise<void>;
}

export interface QueueDepth {
  readonly name: string;
  readonly waiting: number;
  readonly running: number;
}

/** Starts pg-boss on the given database and makes or migrates its tables. */
export async function openQueue(database: Database, log: Log): Promise<Queue> {
  const boss = createBoss(database, log);
  await boss.start();
  const known: KnownQueues = new Map((await boss.getQueues()).map((queue) => [queue.name, queue]));
  const stopping = new AbortController();
  return {
    createQueue: (name, options = {}) => createOrUpdate(boss, name, options, known),
    async enqueue(transaction, name, data, options = {}) {
      const id = await boss.send(name, data, {
        db: fromDrizzle(transaction, sql),
        ...(options.singletonKey !== undefined && { singletonKey: options.singletonKey }),
        ...(options.onceInSeconds !== undefined && { singletonSeconds: options.onceInSeconds }),
        ...(options.startAfterSeconds !== undefined && { startAfter: options.startAfterSeconds }),
        ...(options.priority !== undefined && { priority: options.priority }),
      });
      return id ?? undefined;
    },
    work: (name, options, handler) => work(boss, name, options, handler, stopping.signal, log),
    stopWork: (name) => boss.offWork(name, { wait: true }),
    schedule: (name, cron, options = {}) =>
      boss.schedule(name, cron, {}, { tz: options.timeZone ?? 'UTC', missed: 'once' }),
    depths: async () =>
      (await boss.getQueues()).map(({ name, queuedCount, activeCount }) => ({
        name,
        waiting: queuedCount,
        running: activeCount,
      })),
    async stop(options) {
      if (!options.graceful) stopping.abort();
      await boss.stop({ graceful: true, timeout: options.timeoutMs });
    },
  };
}

function createBoss(database: Database, log: Log): PgBoss {
  const { connectionString, host, port, user, database: name } = database.connection;
  const boss = new PgBoss({
    ...(connectionString !== undefined
      ? { connectionString }
      : {
          ...(host !== undefined && { host }),
          ...(port !== undefined && { port }),
          ...(user !== undefined && { user }),
          ...(name !== undefined && { database: name }),
        }),
    application_name: 'ugc-queue',
    schema: queueSchema,
    max: 5,
    // Jobs are taken the moment they are committed; behind a pooler without LISTEN by polling alone.
    useListenNotify: true,
    superviseIntervalSeconds: superviseSeconds,
    monitorIntervalSeconds: superviseSeconds,
  });
  boss.on('error', (error) => log.warn({ err: error }, 'The job queue met an error and goes on.'));
  boss.on('warning', (warning) => log.warn({ warning }, 'The job queue warns.'));
  return boss;
}

const policies = {
  none: 'standard',
  'one-waiting': 'short',
  'one-waiting-or-running': 'exclusive',
} as const satisfies Record<NonNullable<QueueOptions['singleton']>, BossQueue['policy']>;

type KnownQueues = Map<string, Partial<BossQueue>>;

/** What is in the database as it is wanted costs no statement: a start makes fifteen queues. */
async function createOrUpdate(
  boss: PgBoss,
  name: string,
  options: QueueOptions,
  known: KnownQueues,
): Promise<void> {
  const changeable: Omit<BossQueue, 'name'> = {
    retryLimit: options.retryLimit ?? 5,
    retryDelay: options.retryDelaySeconds ?? 1,
    retryBackoff: true,
    retryDelayMax: 300,
    expireInSeconds: options.expireSeconds ?? 3600,
    heartbeatSeconds,
    notify: true,
    ...(options.deadLetter !== undefined && { deadLetter: options.deadLetter }),
  };
  const found = known.get(name);
  const isAsWanted = (option: string) =>
    found?.[option as keyof BossQueue] === changeable[option as keyof typeof changeable];
  if (!found) await boss.createQueue(name, { ...changeable, policy: policies[options.singleton ?? 'none'] });
  else if (!Object.keys(changeable).every(isAsWanted)) await boss.updateQueue(name, changeable);
  known.set(name, changeable);
}

async function work(
  boss: PgBoss,
  name: string,
  options: WorkOptions,
  handler: JobHandler,
  stopping: AbortSignal,
  log: Log,
): Promise<void> {
  for (let index = 0; index < options.concurrency; index += 1) {
    let workerId: string | undefined;
    workerId = await boss.work<JobData>(name, workerOptions, async (jobs) => {
      // Look for the next job right after this one: pg-boss's own burst modes don't know batches of one, and would
      // take one job a poll from a backlog.
      if (workerId !== undefined) boss.notifyWorker(workerId);
      for (const job of jobs) {
        const signal = AbortSignal.any([job.signal, stopping]);
        try {
          await handler(job.data, signal);
        } catch (error) {
          reportFailure(
            log.child({ queue: name, jobId: job.id, attempt: job.retryCount + 1 }),
            error,
            signal,
          );
          throw error;
        }
      }
    });
  }
}

const workerOptions = {
  batchSize: 1,
  pollingIntervalSeconds: 0.5,
  // While the database wakes us: only jobs that become due by time alone wait for a poll.
  notifyPollingIntervalSeconds: 1,
} as const;

function reportFailure(log: Log, error: unknown, signal: AbortSignal): void {
  if (signal.aborted || isAppError(error, 'cancelled')) log.info('A job was handed back before it was done.');
  else log.error({ err: error }, 'A job failed.');
}
