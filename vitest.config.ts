import { defineConfig } from 'vitest/config';

/** Quick tests need the sources and the built CLI; full ones install and run generated systems. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'quick',
          include: ['test/unit/**/*.test.ts', 'test/property/**/*.test.ts', 'test/cli/**/*.test.ts'],
          exclude: ['**/*.full.test.ts'],
          env: { TZ: 'UTC' },
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'full',
          include: ['test/generated/**/*.test.ts', 'test/**/*.full.test.ts'],
          env: { TZ: 'UTC' },
          testTimeout: 600_000,
          hookTimeout: 900_000,
          fileParallelism: true,
          maxWorkers: 2,
        },
      },
    ],
  },
});
