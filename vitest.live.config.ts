import { defineConfig } from 'vitest/config';

const quarterOfAnHour = 15 * 60_000;

/** The contract suites before the real services; what it costs is said first, and capped by LIVE_SPEND_USD. */
export default defineConfig({
  test: {
    include: ['test/live/*.live.test.ts'],
    globalSetup: ['test/live/tell-plan.ts'],
    testTimeout: quarterOfAnHour,
    hookTimeout: quarterOfAnHour,
    pool: 'forks',
    maxWorkers: 1,
    // Money is not to be spent on a service that has just failed.
    bail: 3,
  },
});
