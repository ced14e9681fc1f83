import type { BreakerState } from './circuit-breaker.ts';
import type { ServiceHealth } from './service-client.ts';

const worstFirst: readonly BreakerState[] = ['open', 'half-open', 'closed'];

/** A service with several clients, one for each of its addresses, is one service to those who look after it. */
export function mergeHealth(healths: readonly ServiceHealth[]): readonly ServiceHealth[] {
  return [...Map.groupBy(healths, ({ service }) => service).values()].map((same) => same.reduce(merged));
}

function merged(one: ServiceHealth, other: ServiceHealth): ServiceHealth {
  return {
    service: one.service,
    breaker: worstFirst.find((state) => one.breaker === state || other.breaker === state) ?? 'closed',
    failuresInARow: Math.max(one.failuresInARow, other.failuresInARow),
    inFlight: one.inFlight + other.inFlight,
    waiting: one.waiting + other.waiting,
    calls: one.calls + other.calls,
    failures: one.failures + other.failures,
  };
}
