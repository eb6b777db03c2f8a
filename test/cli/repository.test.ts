import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dependencyOffences } from '../../scripts/dependency-rule.mjs';
import { referencePages } from '../../scripts/reference.ts';
import { folder, ROOT } from './hatmax.ts';

interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

describe('package-lock.json', () => {
  const text = readFileSync(join(ROOT, 'package-lock.json'), 'utf8');
  const packages: Readonly<Record<string, Locked>> = JSON.parse(text).packages;
  const paths = Object.keys(packages);

  test('has every package of every platform, so that `npm ci` works everywhere', () => {
    const missing = Object.entries(packages).flatMap(([path, { dependencies, optionalDependencies }]) =>
      Object.keys({ ...dependencies, ...optionalDependencies })
        .filter((name) => !paths.some((candidate) => candidate.endsWith(`node_modules/${name}`)))
        .map((name) => `${path} -> ${name}`),
    );
    expect(missing).toEqual([]);
  });

  test('names no registry, and the hash of every package', () => {
    expect(text).not.toContain('"resolved"');
    expect(paths.filter((path) => path !== '' && packages[path]?.integrity === undefined)).toEqual([]);
  });
});

describe('package.json', () => {
  test('has no dependencies: everything is in the bundle', () => {
    const pkg = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(pkg.dependencies).toBeUndefined();
    expect(pkg.bin).toEqual({ hatmax: 'bin/run.js' });
  });
});

describe('the dependency rule', () => {
  async function offences(path: string, source: string): Promise<string> {
    const targets = ['plan', 'commands', 'operations', 'views', 'apply'].map((name) => [
      `src/${name}/target.ts`,
      'export const target = 1;\nexport type Target = number;\n',
    ]);
    return dependencyOffences(folder({ ...Object.fromEntries(targets), [path]: source }));
  }

  test.each([
    ['the-ground-knows-no-engine', 'src/graph/stray.ts', "import { target } from '../plan/target.ts';"],
    ['the-engine-does-not-show-itself', 'src/plan/stray.ts', "import { target } from '../views/target.ts';"],
    ['nobody-calls-commands', 'src/operations/stray.ts', "import { target } from '../commands/target.ts';"],
    [
      'only-commands-call-operations',
      'src/merge/stray.ts',
      "import { target } from '../operations/target.ts';",
    ],
    ['pure-modules-have-no-ports', 'src/plan/stray.ts', "import { target } from '../apply/target.ts';"],
    [
      'generators-do-not-reach-the-engine',
      'templates/atom/stray.ts',
      "import { target } from '../../src/plan/target.ts';",
    ],
    ['node-only-at-the-edge', 'src/views/stray.ts', "import { readFileSync as target } from 'node:fs';"],
    ['oclif-only-in-commands', 'src/operations/stray.ts', "import { Command as target } from '@oclif/core';"],
    ['no-circles', 'src/plan/stray.ts', "import { it as target } from './stray.ts';"],
    ['nothing-unresolved', 'src/plan/stray.ts', "import { target } from './nowhere.ts';"],
  ])('%s is noticed', async (rule, path, line) => {
    expect(await offences(path, `${line}\nexport const it = target;\n`)).toContain(`${rule}: ${path}`);
  });

  test('types may cross', async () => {
    const line = "import type { Target } from '../plan/target.ts';\nexport const it: Target = 1;\n";
    expect(await offences('src/graph/stray.ts', line)).toBe('');
  });

  test('holds for hatmax', async () => {
    expect(await dependencyOffences()).toBe('');
  });
});

describe('docs/reference', () => {
  test.each([...referencePages(ROOT)])('%s is what the sources say (npm run golden)', (path, text) => {
    expect(readFileSync(join(ROOT, path), 'utf8')).toBe(text);
  });
});
