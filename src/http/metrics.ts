import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { ServiceHealth } from '../platform/service/service-client.ts';
import type { Workload } from '../actions/workload/read-workload.ts';

/** What is counted as it happens, and what is asked for when somebody looks. No person is named by any of it. */
export interface Metrics {
  updateHandled(kind: string, outcome: string): void;
  /** From the moment an update was received to the first thing its sender saw of it. */
  replied(seconds: number): void;
  apiCalled(method: string, result: string): void;
  print(): Promise<{ readonly contentType: string; readonly text: string }>;
}

const replyBuckets = [0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10];

/** `readWorkload` gives undefined while the database is away: then the rest is told. */
export function createMetrics(
  readWorkload: () => Promise<Workload | undefined>,
  readServices: () => readonly ServiceHealth[] = () => [],
): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'ugc_' });
  const registers = [registry];
  const updates = new Counter({
    name: 'ugc_updates_handled_total',
    help: 'Telegram updates that were worked off.',
    labelNames: ['kind', 'outcome'],
    registers,
  });
  const replies = new Histogram({
    name: 'ugc_reply_seconds',
    help: 'From receiving an update to the first reply.',
    buckets: replyBuckets,
    registers,
  });
  const calls = new Counter({
    name: 'ugc_telegram_calls_total',
    help: 'Calls of the Bot API.',
    labelNames: ['method', 'result'],
    registers,
  });
  const showWorkload = createWorkloadGauges(registry);
  const showServices = createServiceGauges(registry);
  return {
    updateHandled: (kind, outcome) => updates.inc({ kind, outcome }),
    replied: (seconds) => replies.observe(seconds),
    apiCalled: (method, result) => calls.inc({ method, result }),
    print: async () => {
      showServices(readServices());
      showWorkload(await readWorkload());
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
}

const breakerStates = ['closed', 'half-open', 'open'] as const;

/** Of this process: each has its own view of whether a service answers. */
function createServiceGauges(registry: Registry): (services: readonly ServiceHealth[]) => void {
  const gauge = (name: string, help: string, ...labelNames: string[]) =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  const calls = gauge('ugc_service_calls', 'Calls of a service since the start.', 'service', 'result');
  const now = gauge('ugc_service_calls_now', 'Calls under way, or waiting for a turn.', 'service', 'state');
  const breaker = gauge('ugc_service_breaker', '1 for the state of the breaker.', 'service', 'state');
  return (services) => {
    for (const { service, calls: all, failures, inFlight, waiting, breaker: stands } of services) {
      calls.set({ service, result: 'ok' }, all - failures);
      calls.set({ service, result: 'failed' }, failures);
      now.set({ service, state: 'running' }, inFlight);
      now.set({ service, state: 'waiting' }, waiting);
      for (const state of breakerStates) breaker.set({ service, state }, state === stands ? 1 : 0);
    }
  };
}

function createWorkloadGauges(registry: Registry): (workload: Workload | undefined) => void {
  const gauge = (name: string, help: string, ...labelNames: string[]) =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  const now = gauge('ugc_productions', 'Productions in work or waiting for a person.', 'state');
  const ended = gauge('ugc_productions_ended_last_hour', 'Productions that ended in the last hour.', 'state');
  const steps = gauge('ugc_steps_last_hour', 'Steps that ended in the last hour.', 'kind');
  const average = gauge('ugc_step_seconds_average', 'Mean duration of the last hour.', 'kind');
  const longest = gauge('ugc_step_seconds_max', 'Longest duration of the last hour.', 'kind');
  const jobs = gauge('ugc_jobs', 'Jobs in the queues.', 'queue', 'state');
  const paid = ['provider', 'capability', 'state'];
  const paidCalls = gauge('ugc_paid_calls_last_hour', 'Paid requests of the last hour.', ...paid);
  const paidUsd = gauge('ugc_paid_usd_last_hour', 'What they cost, as far as it is known.', ...paid);
  const up = gauge('ugc_database_up', '1 while the database answers.');
  return (workload) => {
    for (const one of [now, ended, steps, average, longest, jobs, paidCalls, paidUsd]) one.reset();
    up.set(workload === undefined ? 0 : 1);
    if (!workload) return;
    for (const [state, count] of Object.entries(workload.productionsNow)) now.set({ state }, count);
    for (const [state, count] of Object.entries(workload.productionsEndedLastHour))
      ended.set({ state }, count);
    for (const { kind, count, averageSeconds, maxSeconds } of workload.stepsLastHour) {
      steps.set({ kind }, count);
      average.set({ kind }, averageSeconds);
      longest.set({ kind }, maxSeconds);
    }
    for (const { provider, capability, state, count, usd } of workload.serviceCalls) {
      paidCalls.set({ provider, capability, state }, count);
      paidUsd.set({ provider, capability, state }, usd);
    }
    for (const { name, waiting, running } of workload.queues) {
      jobs.set({ queue: name, state: 'waiting' }, waiting);
      jobs.set({ queue: name, state: 'running' }, running);
    }
  };
}
