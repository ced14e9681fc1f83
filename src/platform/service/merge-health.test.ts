import { expect, it } from 'vitest';
import { mergeHealth } from './merge-health.ts';
import type { ServiceHealth } from './service-client.ts';

const health = (service: string, more: Partial<ServiceHealth> = {}): ServiceHealth => ({
  ...{ service, breaker: 'closed', failuresInARow: 0, inFlight: 0, waiting: 0, calls: 0, failures: 0 },
  ...more,
});

it('tells of a service as a whole: sums, and the worst that one of its addresses does', () => {
  const merged = mergeHealth([
    health('fal', { calls: 3, failures: 1, inFlight: 1 }),
    health('fal', { breaker: 'open', failuresInARow: 5, calls: 7, failures: 5, waiting: 2 }),
    health('elevenlabs', { calls: 2 }),
    health('fal', { breaker: 'half-open', failuresInARow: 2 }),
  ]);
  expect(merged).toEqual([
    health('fal', { breaker: 'open', failuresInARow: 5, inFlight: 1, waiting: 2, calls: 10, failures: 6 }),
    health('elevenlabs', { calls: 2 }),
  ]);
});
