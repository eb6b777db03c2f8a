import { defineConfig } from 'vitest/config';

/** `unit` and `cli` are `npm run test:quick`; `full` installs, checks and runs generated systems. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts', 'test/property/**/*.test.ts'],
          env: { TZ: 'UTC' },
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'cli',
          include: ['test/cli/**/*.test.ts'],
          globalSetup: ['test/cli/built.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'full',
          include: ['test/generated/**/*.test.ts', 'test/crash/**/*.test.ts'],
          globalSetup: ['test/cli/built.ts'],
          testTimeout: 900_000,
          hookTimeout: 900_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'real',
          include: ['test/real/**/*.test.ts'],
          globalSetup: ['test/real/parts.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
