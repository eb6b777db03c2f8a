import { describe, expect, test } from 'vitest';
import { changedPaths, exampleFolder, folder, hatmax, read, tree, write } from '../cli/hatmax.ts';

const EXAMPLES = ['minimal', 'todo', 'catalog'];

async function applied(cwd: string, env: NodeJS.ProcessEnv = {}): Promise<void> {
  const ran = await hatmax(['apply', '--auto-approve'], { cwd, env });
  expect(ran, ran.stderr).toMatchObject({ code: 0 });
}

/** What was generated: hatmax's own folder left out. */
function generatedPaths(paths: readonly string[]): string[] {
  return paths.filter((path) => !path.startsWith('.hatmax/') && path !== 'hatmax.yml');
}

describe.each(EXAMPLES)('the loop of examples/%s', (name) => {
  test('after apply there is nothing to do, and a second apply writes nothing', async () => {
    const cwd = exampleFolder(name);
    await applied(cwd);
    const first = tree(cwd);
    const plan = await hatmax(['plan', '--detailed-exitcode'], { cwd });
    expect(plan.stdout).toContain('No changes.');
    expect(plan.code).toBe(0);
    await applied(cwd);
    const own = (path: string) => !path.startsWith('.hatmax/cache/');
    const times = (files: ReturnType<typeof tree>) =>
      [...files].filter(([path]) => own(path)).map(([path, { mtimeMs }]) => [path, mtimeMs]);
    expect(times(tree(cwd))).toEqual(times(first));
    expect(changedPaths(first, tree(cwd)).filter(own)).toEqual([]);
  });

  test('the same nothing is found by reading every file', async () => {
    const cwd = exampleFolder(name);
    await applied(cwd);
    const plan = await hatmax(['plan', '--refresh=full', '--detailed-exitcode'], { cwd });
    expect(plan.stdout).toContain('No changes.');
    expect(plan.code).toBe(0);
  });

  test('two renders are equal byte for byte, in another folder, time zone and language', async () => {
    const here = exampleFolder(name);
    const there = exampleFolder(name);
    await applied(here);
    await applied(there, {
      TZ: 'Pacific/Auckland',
      LANG: 'tr_TR.UTF-8',
      LC_ALL: 'tr_TR.UTF-8',
      HOME: folder(),
    });
    const bytes = (root: string) =>
      [...tree(root)]
        .filter(([path]) => !/^\.hatmax\/(cache|undo|lock)/.test(path))
        .map(([path, { content }]) => [path, content]);
    expect(bytes(there)).toEqual(bytes(here));
  });

  test('what is written ends in one new line and has no blanks at the ends of lines', async () => {
    const cwd = exampleFolder(name);
    await applied(cwd);
    const text = [...tree(cwd)].filter(([path]) => !path.startsWith('.hatmax/') && path !== 'hatmax.yml');
    const crooked = text.filter(
      ([, { content }]) => !/[^\n]\n$/.test(content) || /[ \t]\n/.test(content) || content.includes('\r'),
    );
    expect(crooked.map(([path]) => path)).toEqual([]);
  });
});

describe('a change of the spec touches only what it must', () => {
  test('a field: files of its model, its contract, and one migration', async () => {
    const cwd = exampleFolder('todo');
    await applied(cwd);
    const before = tree(cwd);
    const spec = read(cwd, 'hatmax.yml');
    write(cwd, 'hatmax.yml', spec.replace('notes: text?\n', 'notes: text?\n          effort: int?\n'));
    await applied(cwd);
    const changed = generatedPaths(changedPaths(before, tree(cwd)));
    const migrations = changed.filter((path) => path.includes('/migrations/'));
    expect(migrations).toEqual([
      expect.stringMatching(/^services\/todo\/migrations\/sqlite\/0002_[a-z_]+\.sql$/),
    ]);
    const others = changed.filter((path) => !path.includes('/migrations/'));
    expect(others.length).toBeGreaterThan(3);
    expect(others.filter((path) => !/(^|[/_.-])items?[/_.-]/.test(path))).toEqual(FOLLOWING_A_FIELD);
  });

  test('a service: its own folder, its contract, and the shared documents that cannot include', async () => {
    const cwd = exampleFolder('todo');
    await applied(cwd);
    const before = tree(cwd);
    write(
      cwd,
      'hatmax.yml',
      `${read(cwd, 'hatmax.yml')}\n  notes:\n    kind: atom\n    models:\n      Note:\n        fields:\n          text: string!\n`,
    );
    await applied(cwd);
    const changed = generatedPaths(changedPaths(before, tree(cwd)));
    const own = /^(services\/notes|packages\/contracts\/(src|test)\/notes)\//;
    expect(changed.filter((path) => path.startsWith('services/notes/')).length).toBeGreaterThan(10);
    expect(changed.filter((path) => !own.test(path))).toEqual(SHARED_BY_SERVICES);
  });

  test('a service that goes takes its folder along', async () => {
    const cwd = exampleFolder('catalog');
    await applied(cwd);
    const spec = read(cwd, 'hatmax.yml');
    const without = spec
      .slice(0, spec.indexOf('  suppliers:\n'))
      .replace(/^.*(suppliers\.Supplier|depends_on: \[suppliers\]).*\n/gm, '');
    write(cwd, 'hatmax.yml', without);
    const ran = await hatmax(['apply', '--auto-approve', '--allow-destructive'], { cwd });
    expect(ran, ran.stderr).toMatchObject({ code: 0 });
    expect([...tree(cwd).keys()].filter((path) => path.includes('services/suppliers/'))).toEqual([]);
  });
});

/** Documents that name every field of a service and cannot include. */
const FOLLOWING_A_FIELD: readonly string[] = [];

/** Documents that list every service and cannot include. */
const SHARED_BY_SERVICES: readonly string[] = [];

describe('hand edits survive', () => {
  test('an edit of a generated file is merged with the next rendering, and stays visible', async () => {
    const cwd = exampleFolder('todo');
    await applied(cwd);
    const path = [...tree(cwd).keys()].find((file) => file.endsWith('src/domain/item.ts')) ?? '';
    write(cwd, path, `// Ours.\n${read(cwd, path)}`);
    const spec = read(cwd, 'hatmax.yml');
    write(cwd, 'hatmax.yml', spec.replace('notes: text?\n', 'notes: text?\n          effort: int?\n'));
    await applied(cwd);
    expect(read(cwd, path)).toMatch(/^\/\/ Ours\.\n/);
    expect(read(cwd, path)).toContain('effort');
    const drift = await hatmax(['drift', '--detailed-exitcode'], { cwd });
    expect(drift.stdout).toContain(path);
    expect(drift.code).toBe(2);
    const accepted = await hatmax(['drift', '--accept', path], { cwd });
    expect(accepted, accepted.stderr).toMatchObject({ code: 0 });
    expect((await hatmax(['drift', '--detailed-exitcode'], { cwd })).code).toBe(0);
    expect((await hatmax(['plan', '--detailed-exitcode'], { cwd })).code).toBe(0);
  });

  test('a dependency and a script of package.json survive', async () => {
    const cwd = exampleFolder('todo');
    await applied(cwd);
    const pkg = JSON.parse(read(cwd, 'package.json'));
    pkg.scripts.ours = 'echo ours';
    pkg.devDependencies.ours = '1.2.3';
    write(cwd, 'package.json', `${JSON.stringify(pkg, null, 2)}\n`);
    write(
      cwd,
      'hatmax.yml',
      `${read(cwd, 'hatmax.yml')}\n  notes:\n    kind: atom\n    models:\n      Note:\n        fields:\n          text: string!\n`,
    );
    await applied(cwd);
    const after = JSON.parse(read(cwd, 'package.json'));
    expect(after.scripts.ours).toBe('echo ours');
    expect(after.devDependencies.ours).toBe('1.2.3');
    expect((await hatmax(['plan', '--detailed-exitcode'], { cwd })).code).toBe(0);
  });

  test('an edit in the same place is a conflict: the file stays, all three sides are parked, exit 3', async () => {
    const cwd = exampleFolder('todo');
    await applied(cwd);
    const path = 'packages/contracts/src/todo/item.ts';
    const mine = read(cwd, path).replace('maxLength: 200', 'maxLength: 150');
    expect(mine).not.toBe(read(cwd, path));
    write(cwd, path, mine);
    write(cwd, 'hatmax.yml', read(cwd, 'hatmax.yml').replace('len 1..200', 'len 1..300'));
    const ran = await hatmax(['apply', '--auto-approve'], { cwd });
    expect(ran, ran.stderr).toMatchObject({ code: 3 });
    expect(read(cwd, path)).toBe(mine);
    expect(
      [...tree(cwd).keys()].filter((file) => file.startsWith(`.hatmax/conflicts/${path}/`)).length,
    ).toBeGreaterThanOrEqual(3);
    const resolved = await hatmax(['resolve', path, '--ours'], { cwd });
    expect(resolved, resolved.stderr).toMatchObject({ code: 0 });
    expect(read(cwd, path)).toBe(mine);
    expect((await hatmax(['plan', '--detailed-exitcode'], { cwd })).code).toBe(0);
  });
});
