import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'tools/**/*.test.ts'],
    // Those ask the real services: `npm run test:live`.
    exclude: ['**/node_modules/**', '**/*.live.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    globalSetup: ['test/support/whole-run.ts'],
    pool: 'forks',
    // Each file has a process of its own, whose start would else be as dear as its tests.
    execArgv: [`--import=${new URL('test/support/read-modules-quickly.js', import.meta.url).href}`],
    // One more than cores: many tests wait for other programs, and two of these may well share a core.
    maxWorkers: availableParallelism() + 1,
  },
});
