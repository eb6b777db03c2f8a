import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { spawned } from '../spawned.ts';
import { exampleFolder, hatmax, ROOT, read, write } from './hatmax.ts';

const ITEM = 'packages/contracts/src/todo/item.ts';

async function applied(): Promise<string> {
  const cwd = exampleFolder('minimal');
  expect((await hatmax(['apply', '--auto-approve'], { cwd })).code).toBe(0);
  return cwd;
}

const edit = (cwd: string, path: string, from: string | RegExp, to: string | ((found: string) => string)) =>
  write(cwd, path, read(cwd, path).replace(from, typeof to === 'string' ? () => to : to));

describe('what is said is so', () => {
  test('of a plan that may not be applied: it is not saved, and nothing says that it was', async () => {
    const cwd = await applied();
    edit(cwd, 'hatmax.yml', /\n *done: .*/, '');
    const refused = await hatmax(['plan', '-o', 'a.plan'], { cwd });
    expect(refused).toMatchObject({
      code: 3,
      stdout: expect.stringMatching(/\nNext: hatmax apply --allow-destructive\n$/),
    });
    expect(existsSync(join(cwd, 'a.plan'))).toBe(false);
    const allowed = await hatmax(['plan', '-o', 'a.plan', '--allow-destructive'], { cwd });
    expect(allowed).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/\nNext: hatmax apply a\.plan\n$/),
    });
  });

  test('of a plan that cannot be saved: it is not shown as if it were', async () => {
    const cwd = exampleFolder('minimal');
    const ran = await hatmax(['plan', '-o', 'hatmax.yml'], { cwd });
    expect(ran).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('HM5031') });
  });

  test('of an altered plan, in words', async () => {
    const cwd = exampleFolder('minimal');
    await hatmax(['plan', '-o', 'a.plan'], { cwd });
    edit(cwd, 'a.plan', /"action": ?"create"/, (found) => found.replace('create', 'crEate'));
    const ran = await hatmax(['show', 'a.plan'], { cwd });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('a.plan was altered');
    expect(ran.stderr).not.toMatch(/Invalid|expected/);
  });

  test('of a stricter rule: what becomes of rows, and not that values are lost', async () => {
    const cwd = await applied();
    edit(cwd, 'hatmax.yml', 'text: string!', 'text: string! len ..9');
    const ran = await hatmax(['plan', '--diff', 'none'], { cwd });
    expect(ran.code).toBe(3);
    expect(ran.stdout).toContain('Stricter rules: rows that are there may break them:\n');
    expect(ran.stdout).toContain(
      'text may have at most 9 characters; fails, and changes nothing, where a row breaks this',
    );
    expect(ran.stdout + ran.stderr).not.toMatch(/lost|lose/);
    expect((await hatmax(['plan', '--allow-destructive'], { cwd })).code).toBe(0);
  });

  test('of migrations that generation.ignore keeps from being written: nothing', async () => {
    const cwd = await applied();
    edit(cwd, 'hatmax.yml', /\n *done: .*/, '');
    write(cwd, 'hatmax.yml', `${read(cwd, 'hatmax.yml')}generation: {ignore: ["**"]}\n`);
    const ran = await hatmax(['plan'], { cwd });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).not.toMatch(/Migrations|Destructive/);
  });

  test('of conflicts: whether the file was touched', async () => {
    const cwd = await applied();
    edit(cwd, ITEM, 'minLength: 1', 'minLength: 2');
    edit(cwd, 'hatmax.yml', 'text: string!', 'text: string! len 3..');
    const apply = ['apply', '--auto-approve', '--allow-destructive'];
    const parked = await hatmax(apply, { cwd });
    expect(parked.code).toBe(3);
    expect(parked.stdout).toContain('1 conflict: the file is untouched, and base, ours and theirs are in');
    const marked = await hatmax([...apply, '--conflict-markers'], { cwd });
    expect(read(cwd, ITEM)).toContain('<<<<<<<');
    expect(marked.stdout).toContain('1 conflict marked in the file, to be merged there;');
    expect((await hatmax(['plan'], { cwd })).stdout).toContain('has conflict markers in it');
  });

  test('of a path to import that hatmax knows nothing of, and of state that is none', async () => {
    const cwd = await applied();
    const ran = await hatmax(['import', 'nope.ts'], { cwd });
    expect(ran).toMatchObject({ code: 1, stderr: expect.stringContaining('nothing at nope.ts') });
    expect(ran.stderr).not.toContain('--target');
    write(cwd, '.hatmax/state/project.json', '{');
    const broken = await hatmax(['plan'], { cwd });
    expect(broken.stderr).toContain('.hatmax/state/project.json is no JSON: ');
  });

  test('of what was destroyed: not how little was added', async () => {
    const ran = await hatmax(['destroy', '--auto-approve'], { cwd: await applied() });
    expect(ran.stdout).toMatch(/Destroy complete: \d+ destroyed\.\n/);
  });

  test('last, where it stops a plan: a long one does not scroll it away', async () => {
    const cwd = await applied();
    edit(cwd, 'hatmax.yml', /\n *done: .*/, '');
    // Through one pipe, which keeps the order.
    const words = ['-c', 'exec "$0" "$@" 2>&1', process.execPath, join(ROOT, 'bin', 'run.js'), 'plan'];
    const { stdout } = await spawned('sh', words, { cwd });
    expect(stdout).toMatch(/^Plan: [\s\S]+\nNext: hatmax apply --allow-destructive\nerror\[HM5021\]: /);
  });

  test('of several errors: how many there are', async () => {
    const cwd = exampleFolder('minimal');
    write(cwd, 'hatmax.yml', read(cwd, 'hatmax.yml').replace('string!', 'strng!').replace('bool', 'bol'));
    expect((await hatmax(['plan'], { cwd })).stderr).toMatch(/\n\n2 errors\.\n$/);
  });
});
