import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'tools/**/*.test.ts'],
    // Those ask the real services: `npm run test:live`.
    exclude: ['**/node_modules/**', '**/*.live.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    globalSetup: ['src/platform/database/test-database-teardown.ts'],
    pool: 'forks',
    maxWorkers: 2,
  },
});
