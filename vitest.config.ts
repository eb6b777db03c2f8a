import { defineConfig } from 'vitest/config';

/** Whole lives of a repository through the built command line: minutes, and so not quick. */
const LONG_CLI = [
  'test/cli/git-branches.test.ts',
  'test/cli/lifecycle.test.ts',
  'test/cli/saved-plan.test.ts',
];

/** `unit` and `cli` are `npm run test:quick`; `full` installs, checks and runs generated systems. */
export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts', 'test/property/**/*.test.ts'],
          env: { TZ: 'UTC' },
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'cli',
          include: ['test/cli/**/*.test.ts'],
          exclude: LONG_CLI,
          globalSetup: ['test/cli/built.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'full',
          include: [...LONG_CLI, 'test/generated/**/*.test.ts', 'test/crash/**/*.test.ts'],
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
