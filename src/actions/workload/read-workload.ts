import type { QueueDepth } from '../../platform/queue/queue.ts';
import {
  countProductionsEndedLastHour,
  countProductionsNow,
  countStepsLastHour,
} from '../../store/workload.ts';
import { type CountedCalls, countCallsLastHour } from '../../store/provider-calls.ts';
import type { ActionParts } from '../parts.ts';

/** How busy the product is: now, and in the last hour. */
export interface Workload {
  readonly productionsNow: Readonly<Record<string, number>>;
  readonly productionsEndedLastHour: Readonly<Record<string, number>>;
  readonly stepsLastHour: readonly {
    readonly kind: string;
    readonly count: number;
    readonly averageSeconds: number;
    readonly maxSeconds: number;
  }[];
  readonly queues: readonly QueueDepth[];
  /** Paid requests of the last hour. */
  readonly serviceCalls: readonly CountedCalls[];
}

export async function readWorkload({
  database: { db },
  queue,
}: Pick<ActionParts, 'database' | 'queue'>): Promise<Workload> {
  const [now, ended, stepsLastHour, queues, serviceCalls] = await Promise.all([
    countProductionsNow(db),
    countProductionsEndedLastHour(db),
    countStepsLastHour(db),
    queue.depths(),
    countCallsLastHour(db),
  ]);
  return {
    productionsNow: byState(now),
    productionsEndedLastHour: byState(ended),
    stepsLastHour,
    queues,
    serviceCalls,
  };
}

function byState(counts: readonly { readonly state: string; readonly count: number }[]) {
  return Object.fromEntries(counts.map(({ state, count }) => [state, count]));
}
