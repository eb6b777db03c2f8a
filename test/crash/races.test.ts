import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exampleFolder, folder, hatmax, ROOT, read, write } from '../cli/hatmax.ts';

/** Many small services, so that an apply takes its time. */
function bigSpec(services: number): string {
  const one = (row: number) =>
    `  s${row}: {kind: atom, models: {Item: {fields: {title: string!, done: bool = false}}}}\n`;
  return `version: 1\nname: demo\nservices:\n${Array.from({ length: services }, (_, row) => one(row)).join('')}`;
}

function start(args: readonly string[], cwd: string) {
  const child = spawn(process.execPath, [join(ROOT, 'bin', 'run.js'), ...args], {
    cwd,
    env: { PATH: process.env.PATH, TZ: 'UTC' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  let answered = '';
  child.stdout.on('data', (chunk) => {
    answered += chunk;
  });
  const ended = new Promise<{ code: number | null; signal: string | null; said: string }>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, said }));
  });
  return { child, ended, hasAnswered: () => answered !== '' };
}

async function until(happens: () => boolean): Promise<void> {
  for (let tries = 0; tries < 4000 && !happens(); tries++) await new Promise((done) => setTimeout(done, 5));
  expect(happens()).toBe(true);
}

const journalIn = (root: string) => () => existsSync(join(root, '.hatmax/journal/journal.json'));
const apply = ['apply', '--auto-approve'];

describe('two applies at once', () => {
  it('one waits for the other, or ends with 4 and names it', { timeout: 120_000 }, async () => {
    const root = folder({ 'hatmax.yml': bigSpec(8) });
    const first = start(apply, root);
    await until(journalIn(root));
    first.child.kill('SIGSTOP');
    const second = await hatmax([...apply], { cwd: root });
    expect([second.code, second.stderr]).toEqual([4, expect.any(String)]);
    expect(second.stderr).toContain(`process ${first.child.pid} on `);
    expect(second.stderr).toContain('--lock-timeout');
    const third = start([...apply, '--lock-timeout', '60s'], root);
    const plan = await hatmax(['plan'], { cwd: root });
    expect(plan.code).toBe(0);
    expect(plan.stderr).toMatch(/HM4117/);
    const drift = await hatmax(['drift'], { cwd: root });
    expect(drift.code).toBe(0);
    first.child.kill('SIGCONT');
    expect((await first.ended).code).toBe(0);
    const waited = await third.ended;
    expect([waited.code, waited.said]).toEqual([0, '']);
    expect((await hatmax(['plan', '--detailed-exitcode'], { cwd: root })).code).toBe(0);
  });

  it('the lock of a process that died is told and taken over', { timeout: 60_000 }, async () => {
    const root = folder({ 'hatmax.yml': bigSpec(8) });
    const first = start(apply, root);
    await until(journalIn(root));
    first.child.kill('SIGKILL');
    expect((await first.ended).signal).toBe('SIGKILL');
    const plan = await hatmax(['plan'], { cwd: root });
    expect(plan.stderr).toMatch(/HM4112.*did not come to its end/);
    const second = await hatmax([...apply], { cwd: root });
    expect(second.code).toBe(0);
    expect(second.stderr).toContain(`took over the lock of process ${first.child.pid}`);
    expect(second.stderr).toMatch(/finished the apply of/);
    const again = await hatmax(['plan', '--detailed-exitcode'], { cwd: root });
    expect([again.code, again.stderr]).toEqual([0, '']);
  });
});

describe('a signal', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    '%s takes back what was written, says so, and ends with 130',
    {
      timeout: 60_000,
    },
    async (signal) => {
      const root = folder({ 'hatmax.yml': bigSpec(10) });
      const run = start(apply, root);
      await until(journalIn(root));
      run.child.kill(signal);
      const { code, said } = await run.ended;
      expect([code, said]).toEqual([
        130,
        expect.stringMatching(/interrupted[\s\S]*as it was[\s\S]*hatmax apply/),
      ]);
      expect(existsSync(join(root, 'package.json'))).toBe(false);
      expect(existsSync(join(root, '.hatmax/lock'))).toBe(false);
      expect((await hatmax([...apply], { cwd: root })).code).toBe(0);
    },
  );

  it('while it waits for the lock, ends with 130 at once', { timeout: 60_000 }, async () => {
    const root = folder({ 'hatmax.yml': bigSpec(8) });
    const first = start(apply, root);
    await until(journalIn(root));
    first.child.kill('SIGSTOP');
    const second = start([...apply, '--json', '--lock-timeout', '60s'], root);
    // Its first line comes before it asks for the lock.
    await until(second.hasAnswered);
    second.child.kill('SIGTERM');
    const { code, said } = await second.ended;
    expect([code, said]).toEqual([130, expect.stringMatching(/[Ii]nterrupted/)]);
    first.child.kill('SIGCONT');
    expect((await first.ended).code).toBe(0);
  });
});

describe('a file edited between plan and write', () => {
  it('is never written over', { timeout: 60_000 }, async () => {
    const root = exampleFolder('todo');
    expect((await hatmax([...apply], { cwd: root })).code).toBe(0);
    write(root, 'hatmax.yml', read(root, 'hatmax.yml').replace('len 1..200', 'len 1..300'));
    const { stdout } = await hatmax(['plan', '-o', 'saved.plan'], { cwd: root });
    const path = /~ (\S+\.ts) /.exec(stdout)?.[1] ?? '';
    writeFileSync(join(root, path), `${read(root, path)}// by hand\n`);
    const { code, stderr } = await hatmax(['apply', 'saved.plan', '--auto-approve'], { cwd: root });
    expect(code).toBe(3);
    expect(stderr).toContain(path);
    expect(read(root, path)).toMatch(/\/\/ by hand\n$/);
  });
});
