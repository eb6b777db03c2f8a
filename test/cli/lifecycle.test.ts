import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sha256 } from '../../src/host/sha256.ts';
import { encodePack } from '../../src/state/pack.ts';
import { changedPaths, exampleFolder, hatmax, ROOT, read, tree, write } from './hatmax.ts';

const QUIET = 'No changes. The files match hatmax.yml.\n';
const FIELD = ['text: string!', 'text: string!\n          more: int?'] as const;
const DOMAIN = 'services/todo/src/domain/item.ts';

async function ok(cwd: string, ...args: string[]): Promise<string> {
  const ran = await hatmax(args, { cwd });
  expect(ran.code, `${args.join(' ')}\n${ran.stderr}${ran.stdout}`).toBe(0);
  return ran.stdout;
}

async function appliedMinimal(): Promise<string> {
  const cwd = exampleFolder('minimal');
  await ok(cwd, 'apply', '--auto-approve');
  return cwd;
}

function edit(cwd: string, path: string, from: string | RegExp, to: string): void {
  const before = read(cwd, path);
  write(cwd, path, before.replace(from, to));
  expect(read(cwd, path), `${path} has ${from}`).not.toBe(before);
}

/** The domain file edited where the next rendering changes it too. */
async function inConflict(): Promise<string> {
  const cwd = await appliedMinimal();
  edit(cwd, DOMAIN, /^(.*\btext\b.*)$/m, '$1 // mine');
  edit(cwd, 'hatmax.yml', ...FIELD);
  edit(cwd, 'hatmax.yml', 'text: string!', 'text: string?');
  const ran = await hatmax(['apply', '--auto-approve'], { cwd });
  expect(ran.code, ran.stdout + ran.stderr).toBe(3);
  return cwd;
}

const code = (text: string) => text.replace(/^Next:.*$/gm, '');

describe('a conflict', () => {
  test('ends with ours, theirs or a file; the other changes of the plan are not carried out', async () => {
    const cwd = await inConflict();
    const mine = read(cwd, DOMAIN);
    expect(read(cwd, `.hatmax/conflicts/${DOMAIN}/ours`)).toBe(mine);
    edit(cwd, 'hatmax.yml', 'more: int?', 'more: int?\n          other: int?');
    const before = tree(cwd);
    write(cwd, 'merged.ts', `${mine}// by hand\n`);
    await ok(cwd, 'resolve', DOMAIN, '--with', 'merged.ts');
    expect(read(cwd, DOMAIN)).toBe(`${mine}// by hand\n`);
    expect(changedPaths(before, tree(cwd)).filter((path) => !path.startsWith('.hatmax/'))).toEqual([
      'merged.ts',
      DOMAIN,
    ]);
    await ok(cwd, 'undo', '--auto-approve');
    expect(read(cwd, DOMAIN)).toBe(mine);
    await ok(cwd, 'resolve', DOMAIN, '--theirs');
    expect(read(cwd, DOMAIN)).not.toContain('// mine');
    await ok(cwd, 'undo', '--auto-approve');
    await ok(cwd, 'resolve', DOMAIN, '--ours');
    expect(read(cwd, DOMAIN)).toBe(mine);
    await ok(cwd, 'apply', '--auto-approve');
    expect(code(await ok(cwd, 'plan'))).toBe(QUIET);
  });

  test('is written into the file with --conflict-markers, and ends when they are gone', async () => {
    const cwd = await inConflict();
    const mine = read(cwd, DOMAIN);
    const ran = await hatmax(['apply', '--auto-approve', '--conflict-markers'], { cwd });
    expect(ran.code).toBe(3);
    const marked = read(cwd, DOMAIN);
    expect(marked).toMatch(/^<{7} ours\n[\s\S]*\/\/ mine\n[\s\S]*^>{7} hatmax$/m);
    expect((await hatmax(['apply', '--auto-approve', '--conflict-markers'], { cwd })).code).toBe(3);
    expect(read(cwd, DOMAIN)).toBe(marked);
    const early = await hatmax(['resolve', DOMAIN, '--merged'], { cwd });
    expect(early.stderr).toContain('HM5015');
    write(cwd, DOMAIN, mine);
    await ok(cwd, 'resolve', DOMAIN, '--merged');
    await ok(cwd, 'apply', '--auto-approve');
    expect(code(await ok(cwd, 'plan'))).toBe(QUIET);
  });

  test('ends in a merge tool, started as git mergetool starts it', async () => {
    const cwd = await inConflict();
    spawnSync('git', ['init', '-q'], { cwd });
    const config = (key: string, value: string) => spawnSync('git', ['config', key, value], { cwd });
    expect((await hatmax(['resolve', DOMAIN], { cwd })).stderr).toContain('HM5005');
    config('merge.tool', 'lazy');
    config('mergetool.lazy.cmd', 'true');
    expect((await hatmax(['resolve', DOMAIN], { cwd })).stderr).toContain('HM5032');
    config('mergetool.failing.cmd', 'cat "$REMOTE" > "$MERGED"; false');
    expect((await hatmax(['resolve', DOMAIN, '--tool', 'failing'], { cwd })).stderr).toContain('HM5032');
    const before = read(cwd, DOMAIN);
    expect(before).toContain('// mine');
    config(
      'mergetool.mine.cmd',
      'grep -q "^<<<<<<<" "$MERGED" && test -s "$BASE" && { cat "$REMOTE"; echo "// both"; grep -c mine "$LOCAL" | sed "s|^|// |"; } > "$MERGED"',
    );
    await ok(cwd, 'resolve', DOMAIN, '--tool', 'mine');
    expect(read(cwd, DOMAIN)).toMatch(/\/\/ both\n\/\/ 1\n$/);
    await ok(cwd, 'apply', '--auto-approve');
    expect(code(await ok(cwd, 'plan'))).toBe(QUIET);
  });
});

describe('undo', () => {
  test.each<[string, (cwd: string) => Promise<void> | void, readonly string[]]>([
    ['a first apply', () => undefined, []],
    ['updates', (cwd) => edit(cwd, 'hatmax.yml', ...FIELD), []],
    [
      'merges with hand edits',
      (cwd) => {
        write(cwd, DOMAIN, `${read(cwd, DOMAIN)}// mine\n`);
        edit(cwd, 'hatmax.yml', ...FIELD);
      },
      [],
    ],
    ['a removal', () => undefined, ['destroy']],
    ['a revert', (cwd) => write(cwd, DOMAIN, 'mine\n'), ['drift', '--revert', DOMAIN]],
    ['a rename', async (cwd) => void (await ok(cwd, 'rename', 'service.todo', 'service.tasks')), []],
  ])('takes back %s', async (name, prepare, command) => {
    const cwd = name === 'a first apply' ? exampleFolder('minimal') : await appliedMinimal();
    await prepare(cwd);
    const before = tree(cwd);
    const [verb = 'apply', ...rest] = command;
    await ok(cwd, verb, ...rest, ...(verb === 'drift' ? [] : ['--auto-approve']));
    expect(changedPaths(before, tree(cwd)).length).toBeGreaterThan(0);
    await ok(cwd, 'undo', '--auto-approve');
    const left = changedPaths(before, tree(cwd));
    expect(left.filter((path) => !/^\.hatmax\/(cache|undo|\.git)/.test(path))).toEqual([]);
    expect((await hatmax(['undo', '--auto-approve'], { cwd })).code).toBe(1);
  });
});

describe('a hand deletion and a mode', () => {
  test('can be accepted: then nothing is drift, and nothing comes back', async () => {
    const cwd = await appliedMinimal();
    rmSync(join(cwd, 'services/todo/README.md'));
    chmodSync(join(cwd, DOMAIN), 0o755);
    expect((await hatmax(['drift', '--detailed-exitcode'], { cwd })).code).toBe(2);
    await ok(cwd, 'drift', '--accept', 'services/todo');
    await ok(cwd, 'drift', '--detailed-exitcode');
    expect(await ok(cwd, 'plan', '--refresh=full')).toBe(QUIET);
    edit(cwd, 'hatmax.yml', ...FIELD);
    await ok(cwd, 'apply', '--auto-approve');
    expect(existsSync(join(cwd, 'services/todo/README.md'))).toBe(false);
    await ok(cwd, 'drift', '--detailed-exitcode');
  });
});

describe('import', () => {
  test('takes files that are there, with what is in them', async () => {
    const cwd = exampleFolder('minimal');
    write(cwd, 'package.json', '{"private": false, "mine": 1}\n');
    write(cwd, 'services/todo/README.md', '# Mine\n');
    const planned = await hatmax(['apply', '--auto-approve'], { cwd });
    expect(planned.code).toBe(3);
    expect(read(cwd, 'services/todo/README.md')).toBe('# Mine\n');
    await ok(cwd, 'import', 'services/todo/README.md');
    expect(read(cwd, 'services/todo/README.md')).toBe('# Mine\n');
    const clashing = await hatmax(['import', 'package.json'], { cwd });
    expect(clashing).toMatchObject({ code: 3 });
    expect(clashing.stdout).toBe('In conflict: package.json; end it with hatmax resolve package.json\n');
    await ok(cwd, 'resolve', 'package.json', '--ours');
    expect(JSON.parse(read(cwd, 'package.json'))).toHaveProperty('mine', 1);
  });
});

describe('rename and remove', () => {
  test('rename keeps comments and carries hand edits along', async () => {
    const cwd = await appliedMinimal();
    edit(cwd, 'hatmax.yml', /^services:$/m, 'services: # all of them');
    await ok(cwd, 'apply', '--auto-approve');
    write(cwd, DOMAIN, `${read(cwd, DOMAIN)}// mine\n`);
    await ok(cwd, 'rename', 'service.todo', 'service.tasks');
    const spec = read(cwd, 'hatmax.yml');
    expect(spec).toContain('services: # all of them');
    expect(spec).toContain('moved:\n  - {from: service.todo, to: service.tasks}\n');
    expect(await ok(cwd, 'plan')).toContain('to move');
    await ok(cwd, 'apply', '--auto-approve');
    expect(existsSync(join(cwd, 'services/todo'))).toBe(false);
    expect(read(cwd, DOMAIN.replace('todo', 'tasks'))).toContain('// mine\n');
    expect(code(await ok(cwd, 'plan'))).toContain('No changes.');
    expect((await hatmax(['rename', 'service.nosuch', 'service.x'], { cwd })).stderr).toContain('HM5033');
    expect(read(cwd, 'hatmax.yml')).toBe(spec);
  });

  test('rename of a model and of a field keeps the rows, and carries hand edits along', async () => {
    const cwd = await appliedMinimal();
    write(cwd, DOMAIN, `${read(cwd, DOMAIN)}// mine\n`);
    await ok(cwd, 'rename', 'service.todo.Item', 'service.todo.Entry');
    expect(await ok(cwd, 'plan')).toContain('ALTER TABLE items RENAME TO entries;');
    expect(await ok(cwd, 'apply', '--auto-approve')).toContain(' 0 destroyed');
    expect(existsSync(join(cwd, DOMAIN))).toBe(false);
    const moved = DOMAIN.replace('item.ts', 'entry.ts');
    expect(read(cwd, moved)).toContain('// mine\n');
    await ok(cwd, 'rename', 'service.todo.Entry.text', 'service.todo.Entry.words');
    expect(await ok(cwd, 'plan')).toContain('ALTER TABLE entries RENAME COLUMN text TO words;');
    await ok(cwd, 'apply', '--auto-approve');
    expect(read(cwd, moved)).toContain('// mine\n');
    expect(code(await ok(cwd, 'plan'))).toContain('No changes.');
  });

  test('two renames before an apply keep the rows too', async () => {
    const cwd = await appliedMinimal();
    await ok(cwd, 'rename', 'service.todo.Item', 'service.todo.Entry');
    await ok(cwd, 'rename', 'service.todo.Entry', 'service.todo.Thing');
    expect(await ok(cwd, 'plan')).toContain('ALTER TABLE items RENAME TO things;');
  });

  test('what was renamed and is still there is refused', async () => {
    const cwd = await appliedMinimal();
    write(
      cwd,
      'hatmax.yml',
      `${read(cwd, 'hatmax.yml')}moved: [{from: service.todo.Item, to: service.todo.Entry}]\n`,
    );
    const { code: exit, stderr } = await hatmax(['plan'], { cwd });
    expect(exit).toBe(1);
    expect(stderr.match(/HM2107/g)).toHaveLength(1);
  });

  test.each([[true], [false]])('remove of a model: its files stay with --keep-files (%s)', async (keep) => {
    const cwd = await appliedMinimal();
    edit(cwd, 'hatmax.yml', /^ {4}models:$/m, '    models:\n      Other:\n        fields: {name: string!}');
    await ok(cwd, 'apply', '--auto-approve');
    await ok(cwd, 'remove', 'service.todo.Other', ...(keep ? ['--keep-files'] : []));
    await ok(cwd, 'apply', '--auto-approve', '--allow-destructive');
    expect(existsSync(join(cwd, 'services/todo/src/domain/other.ts'))).toBe(keep);
    expect(await ok(cwd, 'plan')).toBe(QUIET);
  });

  test.each([[true], [false]])(
    'remove: files stay with --keep-files (%s) and go without, edited ones stay',
    async (keep) => {
      const cwd = await appliedMinimal();
      write(
        cwd,
        'hatmax.yml',
        read(cwd, 'hatmax.yml').replace(
          'services:\n',
          'services:\n  # The other.\n  other:\n    kind: atom\n    models: {Thing: {fields: {name: string!}}}\n',
        ),
      );
      await ok(cwd, 'apply', '--auto-approve');
      const path = 'services/other/src/domain/thing.ts';
      write(cwd, path, `${read(cwd, path)}// mine\n`);
      await ok(cwd, 'remove', 'service.other', ...(keep ? ['--keep-files'] : []));
      const spec = read(cwd, 'hatmax.yml');
      expect(spec).not.toContain('# The other.');
      expect(spec.includes('removed:\n  - {from: service.other, delete: false}\n')).toBe(keep);
      await ok(cwd, 'apply', '--auto-approve');
      expect(existsSync(join(cwd, 'services/other/src/main.ts'))).toBe(keep);
      expect(read(cwd, path)).toContain('// mine\n');
      expect(await ok(cwd, 'plan')).toBe(QUIET);
      expect((await hatmax(['remove', 'service.todo'], { cwd })).stderr).toContain('HM5033');
    },
  );
});

describe('upgrade', () => {
  test('brings a tree that other templates and another version made forward, with its hand edits', async () => {
    const cwd = await appliedMinimal();
    older(cwd);
    const path = 'services/todo/src/main.ts';
    expect(await ok(cwd, 'drift')).toContain('No drift.');
    write(cwd, path, `${read(cwd, path)}\n// mine\n`);
    const ran = await ok(cwd, 'upgrade', '--auto-approve');
    expect(ran).toContain('Made by hatmax 0.0.9; this is');
    expect(read(cwd, path)).not.toContain('OLD TEMPLATE');
    expect(read(cwd, path)).toContain('// mine\n');
    expect(read(cwd, '.hatmax/state/service.todo.app.json')).not.toContain('"0.0.9"');
    expect(await ok(cwd, 'upgrade', '--auto-approve')).toContain('No changes.');
  });

  test('reads the first state there was, and goes on from it', async () => {
    const cwd = exampleFolder('minimal');
    cpSync(
      join(ROOT, 'state/v1/fixtures/service.todo.golden.json'),
      join(cwd, '.hatmax/state/service.todo.json'),
    );
    expect((await hatmax(['state', 'list'], { cwd })).stdout).toContain('service.todo');
    await ok(cwd, 'upgrade', '--auto-approve');
    expect(await ok(cwd, 'plan')).toContain('No changes.');
  });
});

/** The tree as an older hatmax, with another template of one file, would have left it. */
function older(cwd: string): void {
  const state = '.hatmax/state/service.todo.app.json';
  const record = JSON.parse(read(cwd, state));
  const path = 'services/todo/src/main.ts';
  const text = `// OLD TEMPLATE\n${read(cwd, path)}`;
  const hash = sha256(text);
  record.files[path].base = hash;
  record.files[path].applied = hash;
  const contents = Object.keys(record.files)
    .sort()
    .map((file) => (file === path ? text : read(cwd, file)));
  const pack = encodePack(contents.map((content) => [sha256(content), Buffer.from(content)] as const));
  record.pack = sha256(pack);
  record.digest = sha256('older');
  write(cwd, `.hatmax/objects/${record.pack}`, pack);
  write(cwd, path, text);
  const line = (value: unknown) => JSON.stringify(value);
  const lines = read(cwd, state)
    .split('\n')
    .map((one) => {
      if (one.startsWith('  "digest"')) return `  "digest": ${line(record.digest)},`;
      if (one.startsWith('  "pack"')) return `  "pack": ${line(record.pack)}`;
      if (!one.startsWith(`    "${path}"`)) return one;
      return `    "${path}": ${line(record.files[path])}${one.endsWith(',') ? ',' : ''}`;
    });
  write(cwd, state, lines.join('\n'));
  for (const name of readdirSync(join(cwd, '.hatmax/state')))
    edit(cwd, `.hatmax/state/${name}`, /"hatmax": "[^"]*"/, '"hatmax": "0.0.9"');
}

describe('target, destroy and refresh-only', () => {
  test('--target changes what it names and what that needs, and nothing else', async () => {
    const cwd = await appliedMinimal();
    edit(cwd, 'hatmax.yml', ...FIELD);
    const before = tree(cwd);
    expect(await ok(cwd, 'plan', '--target', 'service.todo.domain')).toContain(
      'Next: hatmax apply --target service.todo.domain\n',
    );
    await ok(cwd, 'apply', '--auto-approve', '--target', 'service.todo.domain');
    const changed = changedPaths(before, tree(cwd)).filter((path) => !path.startsWith('.hatmax/'));
    expect(changed).toContain(DOMAIN);
    expect(
      changed.every((path) => /^(services\/todo\/src\/domain|packages)\//.test(path)),
      changed.join(),
    ).toBe(true);
    expect((await hatmax(['plan', '--detailed-exitcode'], { cwd })).code).toBe(2);
    expect((await hatmax(['plan', '--target', 'service.nosuch'], { cwd })).stderr).toContain('HM5014');
    await ok(cwd, 'apply', '--auto-approve');
    expect(await ok(cwd, 'plan')).toBe(QUIET);
  });

  test('destroy removes what hatmax made, leaves what a person edited, and undo brings it back', async () => {
    const cwd = await appliedMinimal();
    write(cwd, DOMAIN, `${read(cwd, DOMAIN)}// mine\n`);
    write(cwd, 'services/todo/own.txt', 'own');
    expect(await ok(cwd, 'plan', '--destroy')).toContain('to destroy');
    await ok(cwd, 'destroy', '--auto-approve');
    const left = [...tree(cwd).keys()].filter((path) => !path.startsWith('.hatmax/'));
    expect(left).toEqual(['hatmax.yml', 'services/todo/own.txt', DOMAIN]);
    await ok(cwd, 'undo', '--auto-approve');
    expect(code(await ok(cwd, 'plan'))).toContain('No changes.');
  });

  test('--refresh-only says what was edited, and nothing of what the spec would change', async () => {
    const cwd = await appliedMinimal();
    edit(cwd, 'hatmax.yml', ...FIELD);
    write(cwd, DOMAIN, `${read(cwd, DOMAIN)}// mine\n`);
    const before = tree(cwd);
    const said = await ok(cwd, 'plan', '--refresh-only');
    expect(said).toContain(DOMAIN);
    expect(said).toContain('No changes.');
    expect(said).not.toContain('migration');
    expect(changedPaths(before, tree(cwd))).toEqual([]);
  });
});
