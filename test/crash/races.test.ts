import { spawn } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeHost } from '../../src/host/node.ts';
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
  const ended = new Promise<{ code: number | null; signal: string | null; said: string; answered: string }>(
    (resolve) => {
      child.on('close', (code, signal) => resolve({ code, signal, said, answered }));
    },
  );
  return { child, ended, hasAnswered: () => answered !== '' };
}

async function until(happens: () => boolean): Promise<void> {
  for (let tries = 0; tries < 4000 && !happens(); tries++) await new Promise((done) => setTimeout(done, 5));
  expect(happens()).toBe(true);
}

const journalIn = (root: string) => () => existsSync(join(root, '.hatmax/journal/journal.json'));
const apply = ['apply', '--auto-approve'];

describe('two applies at once', () => {
  it('one waits for the other, or ends with 4 and names it', { timeout: 300_000 }, async () => {
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

  it('the lock of a process that died is told and taken over', { timeout: 300_000 }, async () => {
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

interface Holder {
  readonly id: string;
  readonly pid: number;
  readonly hostName: string;
  readonly incarnation: string;
}

/** The lock of an apply that was killed while it held it, as somebody changed it. */
async function lockLeft(root: string, change: (holder: Holder) => Partial<Holder>): Promise<Holder> {
  const first = start(apply, root);
  await until(journalIn(root));
  first.child.kill('SIGKILL');
  await first.ended;
  const holder: Holder = JSON.parse(read(root, '.hatmax/lock'));
  const left = { ...holder, ...change(holder) };
  write(root, '.hatmax/lock', JSON.stringify(left));
  return left;
}

describe('a lock', () => {
  it('is waited for as long as --lock-timeout says, by every command that writes', {
    timeout: 300_000,
  }, async () => {
    const root = folder({ 'hatmax.yml': bigSpec(4) });
    // Of a process that runs: this one.
    const { incarnation } = nodeHost(root).identity;
    await lockLeft(root, () => ({ pid: process.pid, incarnation }));
    const commands = [
      apply,
      ['destroy', '--auto-approve'],
      ['undo', '--auto-approve'],
      ['state', 'rm', 'project'],
    ];
    for (const command of commands) {
      const started = Date.now();
      const { code, stderr } = await hatmax([...command, '--lock-timeout', '1s'], { cwd: root });
      expect([code, stderr], command.join(' ')).toEqual([
        4,
        expect.stringContaining(`process ${process.pid} `),
      ]);
      expect(Date.now() - started).toBeGreaterThanOrEqual(1000);
    }
    expect((await hatmax(['plan'], { cwd: root })).stderr).toContain('HM4117');
    expect((await hatmax(['drift'], { cwd: root })).stderr).toContain('HM4117');
  });

  it('of another machine is left to a person, who is told its id', { timeout: 300_000 }, async () => {
    const root = folder({ 'hatmax.yml': bigSpec(2) });
    const { id } = await lockLeft(root, () => ({ hostName: 'elsewhere' }));
    const { code, stderr } = await hatmax([...apply], { cwd: root });
    expect([code, stderr]).toEqual([
      4,
      expect.stringMatching(/ on elsewhere\) since [\s\S]*hatmax state unlock/),
    ]);
    expect(stderr).toContain(`hatmax state unlock ${id}`);
    expect((await hatmax(['state', 'unlock', '0000000000000000'], { cwd: root })).code).toBe(1);
    expect((await hatmax(['state', 'unlock', id], { cwd: root })).code).toBe(0);
    expect((await hatmax([...apply], { cwd: root })).code).toBe(0);
  });

  it('of a dead process is told from the one that has its number now', { timeout: 300_000 }, async () => {
    const root = folder({ 'hatmax.yml': bigSpec(2) });
    // This process runs, and began at another time.
    await lockLeft(root, () => ({ pid: process.pid }));
    const { code, stderr } = await hatmax([...apply], { cwd: root });
    expect([code, stderr]).toEqual([
      0,
      expect.stringContaining(`took over the lock of process ${process.pid}`),
    ]);
  });

  it('of a dead process is taken over by one of many at once', { timeout: 300_000 }, async () => {
    const root = folder({ 'hatmax.yml': bigSpec(2) });
    await lockLeft(root, () => ({}));
    const many = [1, 2, 3, 4].map(() => start([...apply, '--lock-timeout', '90s'], root));
    const ended = await Promise.all(many.map(({ ended }) => ended));
    // Whoever planned before another one had written has to plan again.
    for (const { code, said } of ended) expect([0, 3], said).toContain(code);
    expect(ended.filter(({ code }) => code === 0).length).toBeGreaterThan(0);
    expect(ended.filter(({ said }) => said.includes('took over the lock'))).toHaveLength(1);
    const again = await hatmax(['plan', '--detailed-exitcode'], { cwd: root });
    expect([again.code, again.stderr]).toEqual([0, '']);
    expect(readdirSync(join(root, '.hatmax')).filter((name) => name.startsWith('lock'))).toEqual([]);
  });
});

describe('a signal', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    '%s takes back what was written, says so, and ends with 130',
    {
      timeout: 300_000,
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

  it('while it waits for the lock, ends with 130 at once', { timeout: 300_000 }, async () => {
    const root = folder({ 'hatmax.yml': bigSpec(8) });
    const first = start(apply, root);
    await until(journalIn(root));
    first.child.kill('SIGSTOP');
    const second = start([...apply, '--json', '--lock-timeout', '60s'], root);
    // Its first line comes before it asks for the lock.
    await until(second.hasAnswered);
    second.child.kill('SIGTERM');
    // As every diagnostic of a stream.
    const { code, answered } = await second.ended;
    expect([code, answered]).toEqual([
      130,
      expect.stringMatching(/HM4109.*interrupted.*Nothing was written/),
    ]);
    first.child.kill('SIGCONT');
    expect((await first.ended).code).toBe(0);
  });
});

describe('a file edited between plan and write', () => {
  it('is never written over', { timeout: 300_000 }, async () => {
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
