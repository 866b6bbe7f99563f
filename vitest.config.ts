import { configDefaults, defineConfig } from 'vitest/config';

/** Tests that start servers and kill them take minutes; npm run test:servers names them. */
const servers = process.argv.some((argument) => argument.includes('test/servers'));
if (!servers) {
  process.stdout.write(
    'Left out: test/servers, which starts real databases and stores: npm run test:servers\n',
  );
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...(servers ? [] : ['test/servers/**'])],
    testTimeout: 60_000,
    env: { TZ: 'UTC' },
    // Threads of our own pool run inside each test file; more files at once than cores only adds noise.
    maxWorkers: 2,
  },
});
