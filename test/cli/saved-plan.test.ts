import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decodePlan } from '../../src/plan/file/decode.ts';
import { encodePlan } from '../../src/plan/file/encode.ts';
import { changedPaths, exampleFolder, folder, hatmax, read, tree, write } from './hatmax.ts';

const FIELD = ['text: string!', 'text: string!\n          more: int?'] as const;

/** A project that was applied, whose spec then got a field, with the plan of it saved. */
async function planned(): Promise<string> {
  const cwd = exampleFolder('minimal');
  await hatmax(['apply', '--auto-approve'], { cwd });
  write(cwd, 'hatmax.yml', read(cwd, 'hatmax.yml').replace(...FIELD));
  const ran = await hatmax(['plan', '-o', 'review.plan'], { cwd });
  expect(ran, ran.stderr).toMatchObject({ code: 0, stderr: '' });
  expect(ran.stdout).toContain('Next: hatmax apply review.plan');
  return cwd;
}

async function refused(cwd: string, plan = 'review.plan'): Promise<string> {
  const before = tree(cwd);
  const ran = await hatmax(['apply', plan], { cwd });
  expect(ran.stdout).toBe('');
  expect([1, 3]).toContain(ran.code);
  expect(changedPaths(before, tree(cwd))).toEqual([]);
  return `${ran.code} ${ran.stderr}`;
}

describe('a saved plan', () => {
  test('is shown, and applied unasked, exactly as it was; a second time it is a no-op', async () => {
    const cwd = await planned();
    const shown = await hatmax(['show', 'review.plan'], { cwd });
    const fresh = await hatmax(['plan'], { cwd });
    expect(shown.stdout).toBe(fresh.stdout.replace('Next: hatmax apply', 'Next: hatmax apply review.plan'));
    const json = await hatmax(['show', 'review.plan', '--json'], { cwd });
    expect(json.stdout).toBe((await hatmax(['plan', '--json'], { cwd })).stdout);
    const ran = await hatmax(['apply', 'review.plan'], { cwd });
    expect(ran, ran.stderr).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toContain('Apply complete');
    expect((await hatmax(['plan'], { cwd })).stdout).toBe('No changes. The files match hatmax.yml.\n');
    const after = tree(cwd);
    expect(await hatmax(['apply', 'review.plan'], { cwd })).toMatchObject({
      code: 0,
      stdout: 'Nothing to do: this plan was carried out already.\n',
    });
    expect(changedPaths(after, tree(cwd))).toEqual([]);
    expect((await hatmax(['undo', '--auto-approve'], { cwd })).code).toBe(0);
    expect((await hatmax(['apply', 'review.plan'], { cwd })).code).toBe(0);
  });

  test('is the same bytes each time, and has neither a path of the machine nor a secret in it; nor has the state', async () => {
    const cwd = exampleFolder('catalog');
    const env = { DATABASE_URL: 'sqlite:///s3cr3t', API_TOKEN: 's3cr3t-token', HOME: cwd };
    await hatmax(['plan', '-o', 'one.plan'], { cwd, env });
    const bytes = readFileSync(join(cwd, 'one.plan'));
    await hatmax(['plan', '-o', 'two.plan'], { cwd, env });
    expect(readFileSync(join(cwd, 'two.plan')).equals(bytes)).toBe(true);
    await hatmax(['apply', 'one.plan'], { cwd, env });
    const texts = [
      bytes.toString('latin1'),
      ...[...tree(cwd)].flatMap(([path, { content }]) =>
        path.startsWith('.hatmax/state') || path.startsWith('.hatmax/objects') ? [content] : [],
      ),
    ];
    expect(texts.length).toBeGreaterThan(10);
    for (const text of texts) {
      for (const found of [cwd, process.cwd(), 's3cr3t', process.env.USER ?? 'nobody-at-all/']) {
        if (found.length > 4) expect(text.includes(found), found).toBe(false);
      }
    }
  });

  test('that is stale is refused, saying all that moved', async () => {
    const cwd = await planned();
    const path = 'services/todo/src/domain/note.ts';
    const target = existsSync(join(cwd, path)) ? path : firstStep(cwd);
    write(cwd, target, `${read(cwd, target)}// edited\n`);
    const edited = await refused(cwd);
    expect(edited).toContain(`${target} was edited since the plan was made`);
    expect(edited).toMatch(/^3 /);
    const state = '.hatmax/state/project.json';
    write(cwd, state, read(cwd, state).replace('"unaccepted":false', '"unaccepted":true'));
    const both = await refused(cwd);
    expect(both).toContain('what is recorded of project changed since the plan was made');
    expect(both).toContain(target);
    write(cwd, 'hatmax.yml', `${read(cwd, 'hatmax.yml')}# more\n`);
    expect(await refused(cwd)).toContain('hatmax.yml changed since the plan was made');
  });

  test('of another version or build of hatmax is refused', async () => {
    const cwd = await planned();
    const decoded = decodePlan(readFileSync(join(cwd, 'review.plan')));
    if (decoded.kind !== 'plan') throw new Error(decoded.kind);
    writeFileSync(join(cwd, 'old.plan'), encodePlan({ ...decoded.plan, hatmax: '0.0.1' }, decoded.origin));
    expect(await refused(cwd, 'old.plan')).toContain('the plan was made by hatmax 0.0.1');
    writeFileSync(join(cwd, 'build.plan'), encodePlan(decoded.plan, { ...decoded.origin, build: 'x' }));
    expect(await refused(cwd, 'build.plan')).toContain('another build');
  });

  test('that somebody altered, with every hash put right, is refused', async () => {
    const cwd = await planned();
    const decoded = decodePlan(readFileSync(join(cwd, 'review.plan')));
    if (decoded.kind !== 'plan') throw new Error(decoded.kind);
    const { plan, origin } = decoded;
    const evil = Buffer.from('evil\n');
    const altered = [
      { ...plan, changes: plan.changes.map((change) => ({ ...change, write: evil })) },
      {
        ...plan,
        changes: [
          ...plan.changes,
          {
            ...plan.changes[0],
            path: '.github/workflows/x.yml',
            action: 'create',
            expect: 'absent',
            write: evil,
          },
        ],
      },
      { ...plan, components: plan.components.slice(1) },
      { ...plan, changes: plan.changes.slice(1) },
    ];
    for (const [index, one] of altered.entries()) {
      writeFileSync(join(cwd, 'evil.plan'), encodePlan(one as typeof plan, origin));
      expect(await refused(cwd, 'evil.plan'), String(index)).toContain('HM4122');
    }
  });

  test('that is no plan, damaged or elsewhere is refused; and -o writes over nothing else', async () => {
    const cwd = await planned();
    const bytes = readFileSync(join(cwd, 'review.plan'));
    write(cwd, 'cut.plan', bytes.subarray(0, bytes.length / 2));
    write(
      cwd,
      'bad.plan',
      Buffer.from(bytes.toString('latin1').replace(/(objects\/[\s\S]*)more/, '$1mroe'), 'latin1'),
    );
    for (const name of ['cut.plan', 'bad.plan', 'hatmax.yml', 'none.plan', 'services'])
      expect(await refused(cwd, name), name).toContain('HM4120');
    expect((await hatmax(['show', 'bad.plan'], { cwd })).stderr).toContain('HM4120');
    for (const name of ['hatmax.yml', 'services', 'cut.plan', 'no/such/folder.plan']) {
      const before = tree(cwd);
      const ran = await hatmax(['plan', '-o', name], { cwd });
      expect(ran.stderr, name).toContain('HM5031');
      expect(ran.code).toBe(1);
      expect(changedPaths(before, tree(cwd))).toEqual([]);
    }
    const elsewhere = folder({ 'mine.txt': 'mine' });
    symlinkSync(join(elsewhere, 'mine.txt'), join(cwd, 'link.plan'));
    expect((await hatmax(['plan', '-o', 'link.plan'], { cwd })).stderr).toContain('HM5031');
    expect(read(elsewhere, 'mine.txt')).toBe('mine');
  });

  test('takes no flag that says what to plan, and remembers those it was made with', async () => {
    const cwd = await planned();
    const ran = await hatmax(['apply', 'review.plan', '--target', 'service.todo'], { cwd });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('HM5006');
    await hatmax(['plan', '--destroy', '-o', 'end.plan'], { cwd });
    const ended = await hatmax(['apply', 'end.plan'], { cwd });
    expect(ended, ended.stderr).toMatchObject({ code: 0 });
    expect(existsSync(join(cwd, 'services'))).toBe(false);
  });
});

function firstStep(cwd: string): string {
  const decoded = decodePlan(readFileSync(join(cwd, 'review.plan')));
  const step =
    decoded.kind === 'plan' ? decoded.plan.changes.find(({ expect }) => expect !== 'absent') : undefined;
  if (step === undefined) throw new Error('nothing changes');
  return step.path;
}
