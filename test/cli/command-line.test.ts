import { spawn } from 'node:child_process';
import { chmodSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { changedPaths, exampleFolder, folder, hatmax, ROOT, read, tree, write } from './hatmax.ts';

describe('a command line that is wrong', () => {
  test.each([
    [['valdate'], 'HM5002', 'hatmax validate'],
    [['state', 'lst'], 'HM5002', 'hatmax state list'],
    [['frobnicate'], 'HM5002', 'hatmax help'],
    [['explain', 'HM1031'], 'HM5002', 'hatmax why'],
    [['plan', '--jsn'], 'HM5003', '--json'],
    [['plan', '--frobnicate'], 'HM5003', 'hatmax help plan'],
    [['plan', 'extra'], 'HM5004', 'hatmax help plan'],
    [['schema', 'extra'], 'HM5004', 'hatmax help schema'],
    [['why'], 'HM5005', '`hatmax why` needs WHAT: path'],
    [['why', 'service.todo'], 'HM5013', 'hatmax show'],
    [['show', 'nowhere.plan'], 'HM4120', 'hatmax plan -o FILE'],
    [['init', 'My Shop'], 'HM5006', 'hatmax init my-shop'],
    [['graph', '--format', 'pdf'], 'HM5006', '`--format` cannot be `pdf`'],
    [['resolve', 'x', '--ours', '--theirs'], 'HM5006', 'do not go together'],
    [['plan', '--target', 'service.tod'], 'HM5014', '`service.todo`'],
    [['rename', 'service.tod', 'service.x'], 'HM5033', '`service.todo`'],
    [['plan', '--chdir', 'nowhere'], 'HM5009', 'correct --chdir'],
    [['state', 'rm'], 'HM5005', 'hatmax help state rm'],
    [['completion', 'tcsh'], 'HM5006', 'bash, zsh, fish'],
    [['plan', '--diff', 'some'], 'HM5006', 'changes'],
    [['apply', '--lock-timeout', 'soon'], 'HM5006', '30s'],
    [['resolve', 'x'], 'HM5005', '--ours'],
    [['plan', '--destroy', '--refresh-only'], 'HM5006', '--refresh-only'],
  ])('%j is %s, with a hint', async (args, code, hint) => {
    const ran = await hatmax(args, { cwd: exampleFolder('minimal') });
    expect(ran.code).toBe(1);
    expect(ran.stdout).toBe('');
    expect(ran.stderr).toContain(`error[${code}]`);
    expect(ran.stderr).toContain(hint);
    expect(ran.stderr).not.toMatch(/^\s+at /m);
  });

  test('what is recorded under a name that is nearly right is offered', async () => {
    const cwd = exampleFolder('minimal');
    expect((await hatmax(['apply', '--auto-approve'], { cwd })).code).toBe(0);
    for (const [args, hint] of [
      [['why', 'services/todo/src/ap.ts'], '`services/todo/src/app.ts`'],
      [['why', 'service.todo.http'], '`hatmax state show service.todo.http`'],
      [['why', 'services/todo'], 'a folder'],
      [['state', 'show', 'service.todo.htp'], '`service.todo.http`'],
    ] as const)
      expect((await hatmax([...args], { cwd })).stderr).toContain(hint);
  });

  test('version says what --version says', async () => {
    const said = await hatmax(['version'], { cwd: ROOT });
    expect(said).toEqual(await hatmax(['--version'], { cwd: ROOT }));
    expect(JSON.parse((await hatmax(['version', '--json'], { cwd: ROOT })).stdout)).toMatchObject({
      hatmax_version: said.stdout.replace('hatmax ', '').trim(),
    });
  });

  test('init makes the folder, and what it says next works', async () => {
    const cwd = folder({});
    const ran = await hatmax(['init', 'shop', '--chdir', 'new/shop'], { cwd });
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.stdout).toContain('  cd new/shop\n  hatmax plan ');
    const applied = await hatmax(['apply', '--auto-approve'], { cwd: join(cwd, 'new/shop') });
    expect(applied.stdout).toMatch(/Next: npm install && npm run dev\n$/);
  });

  test('what a destructive plan says next is what carries it out', async () => {
    const cwd = exampleFolder('minimal');
    expect((await hatmax(['apply', '--auto-approve'], { cwd })).code).toBe(0);
    write(cwd, 'hatmax.yml', read(cwd, 'hatmax.yml').replace(/^ *done:.*\n/m, ''));
    const { stdout } = await hatmax(['plan'], { cwd });
    expect(stdout).toContain('Next: hatmax apply --allow-destructive\n');
  });

  test('--target that nothing answers to', async () => {
    const ran = await hatmax(['plan', '--target', 'service.nothing'], { cwd: exampleFolder('minimal') });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('HM5014');
  });
});

describe('exit codes', () => {
  test('plan: 0 with changes, 2 when asked, 0 when there are none', async () => {
    const cwd = exampleFolder('minimal');
    expect((await hatmax(['plan'], { cwd })).code).toBe(0);
    expect((await hatmax(['plan', '--detailed-exitcode'], { cwd })).code).toBe(2);
    expect((await hatmax(['apply', '--auto-approve'], { cwd })).code).toBe(0);
    expect((await hatmax(['plan', '--detailed-exitcode'], { cwd })).code).toBe(0);
  });

  test('what is known without reading the spec is answered byte for byte as when all is read', async () => {
    const cwd = exampleFolder('catalog');
    expect((await hatmax(['apply', '--auto-approve'], { cwd })).code).toBe(0);
    const short = await hatmax(['plan'], { cwd });
    expect(short.stdout).toContain('Not built by this version of hatmax:\n  hatmax.yml:');
    rmSync(join(cwd, '.hatmax/cache'), { recursive: true });
    expect(await hatmax(['plan'], { cwd })).toEqual(short);
    expect(await hatmax(['apply', '--auto-approve'], { cwd })).toEqual(short);
    expect(existsSync(join(cwd, '.hatmax/cache/index'))).toBe(true);
    expect(await hatmax(['apply', '--auto-approve'], { cwd })).toEqual(short);
  });

  test('apply without a terminal and without --auto-approve: 1, and nothing is written', async () => {
    const cwd = exampleFolder('minimal');
    const ran = await hatmax(['apply'], { cwd });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('HM5011');
    expect([...tree(cwd).keys()]).toEqual(['hatmax.yml']);
  });

  test('a lock somebody holds: 4, who holds it, and nothing is written', async () => {
    const cwd = exampleFolder('minimal');
    const holder = {
      id: '00ff00ff00ff00ff',
      what: 'apply',
      since: '2026-01-01T00:00:00.000Z',
      pid: 1,
      hostName: 'elsewhere',
      user: 'ada',
      incarnation: 'x',
    };
    write(cwd, '.hatmax/lock', JSON.stringify(holder));
    const before = tree(cwd);
    const ran = await hatmax(['apply', '--auto-approve'], { cwd });
    expect(ran.code).toBe(4);
    expect(ran.stderr).toMatch(/ada.*elsewhere/s);
    expect(changedPaths(before, tree(cwd))).toEqual([]);
    expect((await hatmax(['state', 'unlock', 'ffff'], { cwd })).code).toBe(1);
    expect((await hatmax(['state', 'unlock', holder.id], { cwd })).code).toBe(0);
    expect((await hatmax(['apply', '--auto-approve'], { cwd })).code).toBe(0);
  });

  test('a file that is there already: 3, and it stays', async () => {
    const cwd = exampleFolder('minimal');
    write(cwd, 'biome.json', '// mine\n');
    const ran = await hatmax(['apply', '--auto-approve'], { cwd });
    expect(ran.code).toBe(3);
    expect(read(cwd, 'biome.json')).toBe('// mine\n');
  });

  test('undo: back to the byte', async () => {
    const cwd = exampleFolder('minimal');
    expect((await hatmax(['apply', '--auto-approve'], { cwd })).code).toBe(0);
    const ran = await hatmax(['undo', '--auto-approve'], { cwd });
    expect(ran, ran.stderr).toMatchObject({ code: 0 });
    expect([...tree(cwd).keys()].filter((path) => !path.startsWith('.hatmax/'))).toEqual(['hatmax.yml']);
    expect((await hatmax(['undo', '--auto-approve'], { cwd })).code).toBe(1);
  });

  test('destroy removes what is ours and leaves what was edited', async () => {
    const cwd = exampleFolder('minimal');
    await hatmax(['apply', '--auto-approve'], { cwd });
    write(cwd, 'biome.json', `${read(cwd, 'biome.json')}\n`);
    write(cwd, 'services/todo/mine.txt', 'mine\n');
    write(cwd, 'services/todo/src/main.ts', '// mine\n');
    const ran = await hatmax(['destroy', '--auto-approve'], { cwd });
    expect(ran, ran.stderr).toMatchObject({ code: 0 });
    const left = [...tree(cwd).keys()].filter((path) => !path.startsWith('.hatmax/'));
    expect(left).toContain('services/todo/mine.txt');
    expect(left).toContain('services/todo/src/main.ts');
    expect(left).toContain('hatmax.yml');
    expect(left.length).toBeLessThan(8);
  });
});

describe('where the answer goes', () => {
  test('plan --json: JSON alone on stdout, in the shape readers of Terraform plans know', async () => {
    const ran = await hatmax(['plan', '--json'], { cwd: exampleFolder('minimal') });
    const plan = JSON.parse(ran.stdout);
    expect(plan.format_version).toMatch(/^1\./);
    expect(plan.resource_changes.length).toBeGreaterThan(20);
    expect(plan.resource_changes[0].change.actions).toEqual(['create']);
    expect(Object.keys(plan)).toEqual(
      expect.arrayContaining(['planned_values', 'prior_state', 'resource_drift']),
    );
  });

  test('validate --json: positions, and exit 1', async () => {
    const ran = await hatmax(['validate', '--json'], {
      cwd: folder({ 'hatmax.yml': 'version: 1\nnmae: x\nservices: {}\n' }),
    });
    expect(ran.code).toBe(1);
    const { valid, error_count, diagnostics } = JSON.parse(ran.stdout);
    expect(valid).toBe(false);
    expect(error_count).toBe(
      diagnostics.filter((found: { severity: string }) => found.severity === 'error').length,
    );
    const unknown = diagnostics.find(
      (found: { range?: { start: { line: number } } }) => found.range?.start.line === 2,
    );
    expect(unknown.range).toMatchObject({ filename: 'hatmax.yml', start: { line: 2, column: 1, byte: 11 } });
  });

  test("apply --json streams Terraform's lines", async () => {
    const ran = await hatmax(['apply', '--json', '--auto-approve'], { cwd: exampleFolder('minimal') });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    const lines = ran.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines[0]).toMatchObject({ type: 'version', '@level': 'info', '@module': 'hatmax.ui' });
    expect(lines.filter(({ type }) => type === 'planned_change').length).toBe(
      lines.filter(({ type }) => type === 'apply_complete').length,
    );
    expect(lines.filter(({ type }) => type === 'apply_start').length).toBe(
      lines.filter(({ type }) => type === 'apply_complete').length,
    );
    expect(lines.at(-1)).toMatchObject({ type: 'outputs', outputs: {} });
    expect(lines.at(-2)).toMatchObject({
      type: 'change_summary',
      changes: { operation: 'apply', change: 0, remove: 0 },
    });
  });

  test('no color without a terminal; FORCE_COLOR colors, NO_COLOR and --no-color win', async () => {
    const cwd = exampleFolder('minimal');
    const mark = String.fromCharCode(27);
    expect((await hatmax(['plan'], { cwd })).stdout).not.toContain(mark);
    expect((await hatmax(['plan'], { cwd, env: { FORCE_COLOR: '1' } })).stdout).toContain(mark);
    expect((await hatmax(['plan'], { cwd, env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).stdout).not.toContain(
      escape,
    );
    expect((await hatmax(['plan', '--no-color'], { cwd, env: { FORCE_COLOR: '1' } })).stdout).not.toContain(
      escape,
    );
    expect((await hatmax(['nosuch', '--no-color'], { cwd, env: { FORCE_COLOR: '1' } })).stderr).not.toContain(
      escape,
    );
  });

  test('a reader that leaves early is no error', async () => {
    const cwd = exampleFolder('catalog');
    const stderr = await new Promise<string>((resolve) => {
      const script = `"${process.execPath}" "${join(ROOT, 'bin', 'run.js')}" plan --diff all | head -1 >/dev/null; exit "\${PIPESTATUS[0]}"`;
      const child = spawn('bash', ['-c', script], { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
      let said = '';
      child.stderr.on('data', (chunk) => {
        said += chunk;
      });
      child.on('close', (code) => resolve(`${said}${code}`));
    });
    expect(stderr).toBe('0');
  });

  test('plan reads a tree it cannot write, and leaves no trace', async () => {
    const cwd = exampleFolder('minimal');
    await hatmax(['apply', '--auto-approve'], { cwd });
    write(
      cwd,
      'hatmax.yml',
      read(cwd, 'hatmax.yml').replace('text: string!', 'text: string!\n          more: int?'),
    );
    const before = tree(cwd);
    const folders = ['.', '.hatmax', '.hatmax/state', '.hatmax/objects', 'services/todo/src'];
    for (const path of folders) chmodSync(join(cwd, path), 0o555);
    const ran = await hatmax(['plan', '--refresh=full'], { cwd });
    const drift = await hatmax(['drift'], { cwd });
    for (const path of folders) chmodSync(join(cwd, path), 0o755);
    expect(ran, ran.stderr).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toMatch(/^Plan: /);
    expect(drift.code).toBe(0);
    expect(tree(cwd)).toEqual(before);
  });
});

describe('init', () => {
  test('writes a spec that plans, wires editors, asks nothing and overwrites nothing', async () => {
    const cwd = folder();
    const ran = await hatmax(['init', 'my-shop'], { cwd });
    expect(ran, ran.stderr).toMatchObject({ code: 0, stderr: '' });
    expect(read(cwd, 'hatmax.yml')).toMatch(
      /^# yaml-language-server: \$schema=\.hatmax\/schema\.json\nversion: 1\nname: my-shop\n/,
    );
    expect(JSON.parse(read(cwd, '.hatmax/schema.json'))).toHaveProperty('$schema');
    expect((await hatmax(['validate'], { cwd })).code).toBe(0);
    expect((await hatmax(['fmt', '--check'], { cwd })).code).toBe(0);
    expect((await hatmax(['plan'], { cwd })).stdout).toMatch(
      /^Plan: \d+ to add, 0 to change, 0 to destroy\./,
    );
    const again = await hatmax(['init'], { cwd });
    expect(again.code).toBe(1);
    expect(again.stderr).toContain('HM5010');
  });
});

describe('fmt', () => {
  test('--check says, fmt mends, comments stay', async () => {
    const cwd = folder({
      'hatmax.yml':
        '# top\nversion:   1\nname:  shop # the shop\nservices:\n    shop:\n        kind: atom\n        models: {Item: {fields: {text: string!}}}\n',
    });
    const before = read(cwd, 'hatmax.yml');
    expect(await hatmax(['fmt', '--check'], { cwd })).toMatchObject({ code: 1, stdout: '' });
    expect(read(cwd, 'hatmax.yml')).toBe(before);
    expect((await hatmax(['fmt'], { cwd })).code).toBe(0);
    expect(read(cwd, 'hatmax.yml')).toContain('# top\n');
    expect(read(cwd, 'hatmax.yml')).toContain('# the shop');
    expect((await hatmax(['fmt', '--check'], { cwd })).code).toBe(0);
  });
});

describe('completion', () => {
  test.each(['bash', 'zsh', 'fish'])('%s: knows every command', async (shell) => {
    const ran = await hatmax(['completion', shell], { cwd: folder() });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    for (const word of ['validate', 'apply', 'unlock', 'detailed-exitcode'])
      expect(ran.stdout).toContain(word);
  });

  test('bash completes commands, topics and flags', async () => {
    const { stdout } = await hatmax(['completion', 'bash'], { cwd: folder() });
    const ask = (words: string[]) =>
      `COMP_WORDS=(hatmax ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}; COMPREPLY=(); _hatmax; echo "\${COMPREPLY[*]}"`;
    const script = [
      stdout,
      ask(['pl']),
      ask(['state', 'l']),
      ask(['plan', '--det']),
      ask(['state', 'rm', '--lock']),
    ].join('\n');
    const said = await new Promise<string>((resolve) => {
      const child = spawn('bash', ['-c', script], { stdio: ['ignore', 'pipe', 'inherit'] });
      let output = '';
      child.stdout.on('data', (chunk) => {
        output += chunk;
      });
      child.on('close', () => resolve(output));
    });
    expect(said.split('\n').slice(0, 4)).toEqual(['plan', 'list', '--detailed-exitcode', '--lock-timeout']);
  });
});

describe('a fault of hatmax itself', () => {
  test('is a coded sentence; the stack comes on request', async () => {
    const cwd = exampleFolder('minimal');
    expect(existsSync(join(ROOT, 'dist'))).toBe(true);
    const env = { NODE_OPTIONS: `--import ${new URL('./break-realpath.mjs', import.meta.url).href}` };
    const ran = await hatmax(['plan'], { cwd, env });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('error[HM5001]');
    expect(ran.stderr).not.toMatch(/^\s+at /m);
    const told = await hatmax(['plan'], { cwd, env: { ...env, HATMAX_DEBUG: '1' } });
    expect(told.stderr).toMatch(/^\s+at /m);
  });
});
