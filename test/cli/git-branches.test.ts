import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { exampleFolder, hatmax, read, write } from './hatmax.ts';

const QUIET = 'No changes. The files match hatmax.yml.\n';

function git(cwd: string, ...args: string[]) {
  const env = {
    PATH: process.env.PATH,
    HOME: cwd,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'a',
    GIT_AUTHOR_EMAIL: 'a@example.org',
    GIT_COMMITTER_NAME: 'a',
    GIT_COMMITTER_EMAIL: 'a@example.org',
  };
  const { status, stdout, stderr } = spawnSync('git', args, { cwd, env, encoding: 'utf8' });
  return { status, said: stdout + stderr };
}

function commit(cwd: string, name: string): void {
  git(cwd, 'add', '-A');
  expect(git(cwd, 'commit', '-q', '-m', name).status).toBe(0);
}

async function applied(cwd: string): Promise<void> {
  const ran = await hatmax(['apply', '--auto-approve'], { cwd });
  expect(ran.code, ran.stderr).toBe(0);
}

type Change = (spec: string) => string;

/** Two branches of one system, each with its own change applied and committed, merged by plain git. */
async function merged(one: Change, other: Change, example = 'todo') {
  const cwd = exampleFolder(example);
  git(cwd, 'init', '-q', '-b', 'main');
  await applied(cwd);
  commit(cwd, 'first');
  for (const [name, change] of [['one', one] as const, ['other', other] as const]) {
    git(cwd, 'checkout', '-q', '-b', name, 'main');
    const before = read(cwd, 'hatmax.yml');
    write(cwd, 'hatmax.yml', change(before));
    expect(read(cwd, 'hatmax.yml')).not.toBe(before);
    await applied(cwd);
    commit(cwd, name);
  }
  git(cwd, 'checkout', '-q', 'one');
  const merge = git(cwd, 'merge', '-q', '--no-edit', 'other');
  const conflicts = git(cwd, 'diff', '--name-only', '--diff-filter=U').said.split('\n').filter(Boolean);
  return { cwd, merge, conflicts };
}

const adding =
  (line: string, added: string): Change =>
  (spec) =>
    spec.replace(line, `${line}${added}`);
const service = (name: string) =>
  `  ${name}:\n    kind: atom\n    models:\n      Thing:\n        fields:\n          name: string!\n\n`;
const model = (name: string) => `      ${name}:\n        fields:\n          name: string!\n\n`;

describe('two branches, merged by plain git', () => {
  test.each<[string, Change, Change]>([
    [
      'a service each',
      adding('services:\n', service('alpha')),
      (spec) => `${spec}\n${service('beta').trimEnd()}\n`,
    ],
    [
      'a field of different models each',
      adding('          description: text?\n', '          mood: string?\n'),
      adding('          name: slug! unique\n', '          weight: int?\n'),
    ],
  ])('that add %s: no conflict, one apply, no changes', async (_, one, other) => {
    const { cwd, merge, conflicts } = await merged(one, other);
    expect(conflicts, merge.said).toEqual([]);
    expect(merge.status, merge.said).toBe(0);
    await applied(cwd);
    expect((await hatmax(['plan'], { cwd })).stdout).toBe(QUIET);
    expect((await hatmax(['drift', '--detailed-exitcode'], { cwd })).code).toBe(0);
  });

  test.each<[string, Change, Change]>([
    [
      'a field of the same model each',
      adding('          notes: text?\n', '          mood: string?\n'),
      adding('          due: date?\n', '          weight: int?\n'),
    ],
    [
      'a model each',
      adding('    models:\n', model('Alpha')),
      adding('          color: string ~ /^#[0-9a-f]{6}$/ = "#868e96"\n\n', model('Beta')),
    ],
  ])('that add %s: what git leaves in generated files is healed', async (_, one, other) => {
    const { cwd, conflicts } = await merged(one, other);
    expect(
      conflicts.filter((path) => !path.startsWith('services/') && !path.startsWith('packages/')),
    ).toEqual([]);
    await applied(cwd);
    for (const path of conflicts) expect(read(cwd, path)).not.toContain('<<<<<<<');
    expect((await hatmax(['plan'], { cwd })).stdout).toBe(QUIET);
    const migrations = readdirSync(join(cwd, 'services/todo/migrations/sqlite'));
    expect(migrations).toHaveLength(3);
    expect(migrations.filter((name) => name.startsWith('0002_'))).toHaveLength(2);
    write(
      cwd,
      'hatmax.yml',
      read(cwd, 'hatmax.yml').replace('notes: text?', 'notes: text?\n          later: int?'),
    );
    await applied(cwd);
    expect(readdirSync(join(cwd, 'services/todo/migrations/sqlite')).sort().at(-1)).toMatch(/^0003_/);
  });

  test('that add a field at the same place: the spec says where, keeps both on request, and the rest is healed', async () => {
    const line = '          notes: text?\n';
    const { cwd, conflicts } = await merged(
      adding(line, '          mood: string?\n'),
      adding(line, '          weight: int?\n'),
    );
    expect(conflicts).toContain('hatmax.yml');
    expect(conflicts.filter((path) => path.startsWith('.hatmax/'))).toEqual([]);
    const planned = await hatmax(['plan'], { cwd });
    expect(planned).toMatchObject({ code: 1, stdout: '' });
    expect(planned.stderr).toMatch(/HM1016[\s\S]*hatmax\.yml:\d+:1[\s\S]*<<<<<<</);
    expect((await hatmax(['apply', '--auto-approve'], { cwd })).code).toBe(1);
    expect((await hatmax(['resolve', 'hatmax.yml'], { cwd })).code).toBe(1);
    const resolved = await hatmax(['resolve', 'hatmax.yml', '--both'], { cwd });
    expect(resolved, resolved.stderr).toMatchObject({ code: 0 });
    expect(read(cwd, 'hatmax.yml')).toContain(`${line}          mood: string?\n          weight: int?\n`);
    expect(read(cwd, '.hatmax/conflicts/hatmax.yml/theirs')).not.toContain('mood');
    await applied(cwd);
    for (const path of conflicts) expect(read(cwd, path)).not.toContain('<<<<<<<');
    expect((await hatmax(['plan'], { cwd })).stdout).toBe(QUIET);
  });

  test('that add one name in two ways: refused, until the migrations of one side are kept', async () => {
    const line = '          notes: text?\n';
    const other = adding(line, '          mood: text?\n          weight: int?\n');
    const { cwd } = await merged(adding(line, '          mood: string?\n'), other);
    write(cwd, 'hatmax.yml', git(cwd, 'show', 'other:hatmax.yml').said);
    const refused = await hatmax(['apply', '--auto-approve'], { cwd });
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/HM2208[\s\S]*0002_add_item_mood\.sql[\s\S]*items\.mood/);
    const [record, folder] = [
      '.hatmax/state/service.todo.migrations.sqlite.json',
      'services/todo/migrations/sqlite',
    ];
    expect(git(cwd, 'checkout', 'other', '--', record, folder).status).toBe(0);
    expect(git(cwd, 'rm', '-q', '-f', `${folder}/0002_add_item_mood.sql`).status).toBe(0);
    await applied(cwd);
    expect((await hatmax(['plan'], { cwd })).stdout).toBe(QUIET);
    expect(readdirSync(join(cwd, folder))).toHaveLength(2);
  });

  test('whose hand edits meet are merged too, and stay drift until somebody says yes', async () => {
    const path = 'services/todo/README.md';
    const cwd = exampleFolder('minimal');
    git(cwd, 'init', '-q', '-b', 'main');
    await applied(cwd);
    commit(cwd, 'first');
    const text = read(cwd, path);
    const edits = { one: `ONE\n${text}`, other: `OTHER\n${text}` };
    for (const [name, edit] of Object.entries(edits)) {
      git(cwd, 'checkout', '-q', '-b', name, 'main');
      write(cwd, path, edit);
      commit(cwd, name);
    }
    git(cwd, 'checkout', '-q', 'one');
    expect(git(cwd, 'merge', '-q', '--no-edit', 'other').status).toBe(1);
    const before = read(cwd, path);
    const ran = await hatmax(['apply', '--auto-approve'], { cwd });
    expect(ran.code).toBe(3);
    expect(ran.stdout).toContain('has conflict markers in it');
    expect(read(cwd, path)).toBe(before);
    write(cwd, path, `ONE\nOTHER\n${text}`);
    const planned = await hatmax(['plan', '--diff', 'none'], { cwd });
    expect(planned.stdout).toContain('modified by hand');
    expect((await hatmax(['drift', '--accept', path], { cwd })).code).toBe(0);
    expect((await hatmax(['plan'], { cwd })).stdout).toBe(QUIET);
  });

  test('the state with conflict markers in it is healed as well', async () => {
    const { cwd } = await merged(
      (spec) => spec.replace('name: string! unique len 1..80', 'name: string! unique len 1..81'),
      (spec) => spec.replace('title: string! len 1..200', 'title: string! len 1..201'),
    );
    const path = '.hatmax/state/service.todo.domain.json';
    const lines = read(cwd, path).split('\n');
    const marked = lines.flatMap((line, row) =>
      line.startsWith('  "digest"') && lines[row + 1]?.startsWith('  "digest"')
        ? ['<<<<<<< HEAD', line, '=======']
        : line.startsWith('  "digest"')
          ? [line, '>>>>>>> other']
          : [line],
    );
    write(cwd, path, marked.join('\n'));
    expect(read(cwd, path)).toContain('<<<<<<<');
    expect((await hatmax(['plan'], { cwd })).stderr).toContain('HM3003');
    await applied(cwd);
    expect(read(cwd, path)).not.toContain('<<<<<<<');
    expect(await hatmax(['plan'], { cwd })).toMatchObject({ stdout: QUIET, stderr: '' });
  });
});
