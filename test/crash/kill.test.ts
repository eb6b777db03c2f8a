import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pendingApply, recoverApply } from '../../src/apply/recover.ts';
import { nodeHost } from '../../src/host/node.ts';
import { stateHash } from '../../src/state/store.ts';
import { verifyState } from '../../src/state/verify.ts';
import { ROOT, tree } from '../cli/hatmax.ts';
import { HAND, type Scene, SPEC, scenes } from './scenes.ts';

/** Calls to try of each scene; `HATMAX_KILL_POINTS=all` tries every one. */
const POINTS = process.env.HATMAX_KILL_POINTS ?? '6';

const folder = mkdtempSync(join(tmpdir(), 'hatmax-crash-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly said: string;
  readonly calls: number;
}

/** The built command line, with something happening at its n-th call that changes the disk. */
function run(root: string, command: readonly string[], at = 0, deed = 'kill'): Promise<Ended> {
  const counted = join(folder, `count-${Math.random().toString(36).slice(2)}`);
  const hook = join(ROOT, 'test', 'crash', 'at-call.mjs');
  const env = {
    PATH: process.env.PATH,
    TZ: 'UTC',
    HATMAX_AT: String(at),
    HATMAX_AT_DO: deed,
    HATMAX_AT_ROOT: root,
    HATMAX_AT_COUNT: counted,
  };
  return new Promise((resolve) => {
    const args = ['--import', hook, join(ROOT, 'bin', 'run.js'), ...command, '--auto-approve'];
    const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += chunk;
    });
    child.on('close', (code, signal) => {
      const calls = existsSync(counted) ? Number(readFileSync(counted, 'utf8')) : 0;
      resolve({ code, signal, said, calls });
    });
  });
}

function filesOf(root: string): Record<string, string> {
  const all = [...tree(root)].filter(([path]) => !path.startsWith('.hatmax'));
  return Object.fromEntries(all.map(([path, { content }]) => [path, content]));
}

function pointsUpTo(calls: number): readonly number[] {
  if (POINTS === 'all') return Array.from({ length: calls }, (_, row) => row + 1);
  const step = Math.max(1, calls / Number(POINTS));
  return [...new Set(Array.from({ length: Number(POINTS) }, (_, row) => 1 + Math.floor((row + 0.5) * step)))];
}

const base = join(folder, 'base');

beforeAll(async () => {
  mkdirSync(base);
  writeFileSync(join(base, 'hatmax.yml'), SPEC);
  expect((await run(base, ['apply'])).code).toBe(0);
});

function stage(scene: Scene, name: string): string {
  const root = join(folder, name);
  if (scene.fresh) {
    mkdirSync(root);
    writeFileSync(join(root, 'hatmax.yml'), SPEC);
  } else cpSync(base, root, { recursive: true, preserveTimestamps: true });
  scene.prepare(root);
  return root;
}

interface Rehearsed {
  readonly from: Record<string, string>;
  readonly to: Record<string, string>;
  readonly states: readonly (string | undefined)[];
  readonly calls: number;
}

async function rehearse(scene: Scene): Promise<Rehearsed> {
  const root = stage(scene, `${scene.name}-whole`);
  const [from, before] = [filesOf(root), stateHash(nodeHost(root).files)];
  const { code, calls, said } = await run(root, scene.command ?? ['apply']);
  expect([0, 3], said).toContain(code);
  const result = { from, to: filesOf(root), states: [before, stateHash(nodeHost(root).files)], calls };
  expect(calls).toBeGreaterThan(20);
  rmSync(root, { recursive: true });
  return result;
}

/** The tree is what it was or what was planned, and the record says so. */
function expectWhole(root: string, { from, to, states }: Rehearsed, what: string): void {
  const host = nodeHost(root);
  expect(verifyState(host), what).toEqual([]);
  const is = stateHash(host.files) === states[1] ? to : from;
  expect(states, what).toContain(stateHash(host.files));
  expect(filesOf(root), what).toEqual(is);
  expect(
    [...tree(root).keys()].filter((path) => /\.hatmax-|^\.hatmax\/journal/.test(path)),
    what,
  ).toEqual([]);
}

const inTurn = async (points: readonly number[], act: (point: number) => Promise<void>): Promise<void> => {
  for (const point of points) await act(point);
};

describe.each(scenes)('a hatmax that is killed in the middle of $name', (scene) => {
  it('leaves what the next one finishes or takes back', async () => {
    const real = await rehearse(scene);
    const tally: Record<string, number> = {};
    const points = pointsUpTo(real.calls);
    await inTurn(points, async (at) => {
      const root = stage(scene, `${scene.name}-${at}`);
      expect((await run(root, scene.command ?? ['apply'], at)).signal, `call ${at}`).toBe('SIGKILL');
      const host = nodeHost(root);
      const isPending = existsSync(join(root, '.hatmax/journal/journal.json'));
      expect(pendingApply(host).map(({ code }) => code)).toEqual(isPending ? ['HM4112'] : []);
      const { kind } = await recoverApply(host);
      expect(kind, `call ${at}`).toMatch(isPending ? /finished|taken-back/ : /none/);
      tally[kind] = (tally[kind] ?? 0) + 1;
      expectWhole(root, real, `${scene.name}, killed at ${at}, ${kind}`);
      rmSync(root, { recursive: true });
    });
    process.stdout.write(
      `${scene.name}: killed at ${points.length} of ${real.calls} calls: ${JSON.stringify(tally)}\n`,
    );
  });

  it('writes over no edit made before recovery', async () => {
    const real = await rehearse(scene);
    await inTurn(
      pointsUpTo(real.calls).filter((_, row) => row % 3 === 1),
      async (at) => {
        const root = stage(scene, `${scene.name}-edit-${at}`);
        await run(root, scene.command ?? ['apply'], at);
        const path = Object.keys(filesOf(root)).find(
          (one) => one !== 'hatmax.yml' && !one.includes('.hatmax-') && one.endsWith('.ts'),
        );
        if (path === undefined) return;
        writeFileSync(join(root, path), HAND);
        const { code, said } = await run(root, ['apply']);
        expect([0, 3], said).toContain(code);
        expect(readFileSync(join(root, path), 'utf8'), `${path}, killed at ${at}`).toContain(HAND);
        expect(verifyState(nodeHost(root))).toEqual([]);
        rmSync(root, { recursive: true });
      },
    );
  });

  it.each(['ENOSPC', 'EACCES', 'EIO', 'EROFS', 'EXDEV'])(
    'takes back what was written where the machine says %s',
    async (code) => {
      const real = await rehearse(scene);
      await inTurn(
        pointsUpTo(real.calls).filter((_, row) => POINTS === 'all' || row % 4 === 2),
        async (at) => {
          const root = stage(scene, `${scene.name}-${code}-${at}`);
          const ended = await run(root, scene.command ?? ['apply'], at, code);
          expect([0, 1, 3], ended.said).toContain(ended.code);
          if (ended.code === 1) expect(ended.said).toContain(code);
          expect(ended.said).not.toContain('HM5001');
          await recoverApply(nodeHost(root));
          expectWhole(root, real, `${scene.name}, ${code} at ${at}`);
          rmSync(root, { recursive: true });
        },
      );
    },
  );

  it.each(['SIGINT', 'SIGTERM'])(
    'ends with a sentence and 130 on %s, with nothing half done',
    async (signal) => {
      const real = await rehearse(scene);
      await inTurn(
        pointsUpTo(real.calls).filter((_, row) => POINTS === 'all' || row % 4 === 1),
        async (at) => {
          const root = stage(scene, `${scene.name}-${signal}-${at}`);
          const ended = await run(root, scene.command ?? ['apply'], at, signal);
          expect([0, 3, 130], ended.said).toContain(ended.code);
          if (ended.code === 130) expect(ended.said).toMatch(/[Ii]nterrupted/);
          expect(existsSync(join(root, '.hatmax/lock'))).toBe(false);
          expectWhole(root, real, `${scene.name}, ${signal} at ${at}`);
          if (ended.code === 130) expect(filesOf(root)).toEqual(real.from);
          rmSync(root, { recursive: true });
        },
      );
    },
  );
});
