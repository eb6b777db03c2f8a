import { defineConfig } from 'vitest/config';

/** Many runs of the built command line, or of the whole engine: not quick. */
const LONG = [
  'test/cli/bad-input.test.ts',
  'test/cli/git-branches.test.ts',
  'test/cli/lifecycle.test.ts',
  'test/cli/review.test.ts',
  'test/cli/saved-plan.test.ts',
  'test/cli/words.test.ts',
  'test/property/histories-commands.test.ts',
  'test/property/quick-look.test.ts',
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
          exclude: LONG,
          env: { TZ: 'UTC' },
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'cli',
          include: ['test/cli/**/*.test.ts'],
          exclude: LONG,
          globalSetup: ['test/cli/built.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'full',
          include: [...LONG, 'test/generated/**/*.test.ts', 'test/crash/**/*.test.ts'],
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
