import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    env: { TZ: 'UTC' },
    // Threads of our own pool run inside each test file; more files at once than cores only adds noise.
    maxWorkers: 2,
  },
});
