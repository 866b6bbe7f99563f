import { configDefaults, defineConfig } from 'vitest/config';

/** Tests that need more than npm, or minutes; they run where the command line names them. */
const apart = [
  {
    name: 'test/servers',
    files: 'test/servers/**',
    what: 'starts real databases and stores: npm run test:servers',
  },
  {
    name: 'test/browser',
    files: 'test/browser/**',
    what: 'opens reports in Chromium: npm run test:real',
  },
  {
    name: 'real.test',
    files: 'test/**/*-real.test.ts',
    what: 'reads real data sets: npm run test:real',
  },
];
const leftOut = apart.filter(
  ({ name }) => !process.argv.some((argument) => argument.includes(name)),
);
for (const { files, what } of leftOut) {
  process.stdout.write(`Left out: ${files}, which ${what}\n`);
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...leftOut.map(({ files }) => files)],
    testTimeout: 60_000,
    env: { TZ: 'UTC' },
    // One process takes file after file, its modules loaded once. So a test leaves nothing behind: what it sets
    // in the environment it puts back, what it starts it stops.
    isolate: false,
    // Threads of our own pool run inside each test file; more files at once than cores only adds noise.
    maxWorkers: 2,
  },
});
