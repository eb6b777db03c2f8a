import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pendingApply, recoverApply } from '../../src/apply/recover.ts';
import { nodeHost } from '../../src/host/node.ts';
import { verifyState } from '../../src/state/verify.ts';
import { run } from './at-call.ts';
import {
  copyTree,
  crashFolder,
  expectNothingLeft,
  expectWhole,
  filesOf,
  makeBase,
  type Rehearsed,
  rehearse,
  savedPlan,
  sideBySide,
  spread,
  stage,
} from './ground.ts';
import { HAND, type Scene, scenes } from './scenes.ts';

/** Calls to kill at, of each scene; `HATMAX_KILL_POINTS=all` kills at every one. */
const { HATMAX_KILL_POINTS: asked } = process.env;
const POINTS = asked === 'all' ? 'all' : Number(asked ?? 12);

/** Thousands of processes, on a machine that may have other work. */
const LONG = { timeout: 10_800_000 };

const folder = crashFolder();
const child = join(folder, 'child.mjs');
beforeAll(async () => {
  buildSync({
    entryPoints: ['test/crash/engine-child.ts'],
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
    outfile: child,
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  await makeBase(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function argsOf(scene: Scene, root: string): Promise<readonly string[]> {
  return [child, root, scene.command === 'undo' ? 'undo' : await savedPlan(folder, scene)];
}

/** Paths that a command writes or takes away, and folders it makes or empties. */
function touched({ from, to }: Rehearsed) {
  const files = [...new Set([...Object.keys(from), ...Object.keys(to)])].filter(
    (path) => from[path] !== to[path],
  );
  const kept = Object.keys(from).filter((path) => to[path] !== undefined);
  const folders = [...new Set(files.map(dirname))].filter(
    (path) => path !== '.' && !kept.some((one) => one.startsWith(`${path}/`)),
  );
  return { files, folders };
}

/** The tree as it was or as planned, but for what a person has at these paths. */
function expectWholeBut(root: string, real: Rehearsed, isTheirs: (path: string) => boolean, what: string) {
  const others = (files: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(files).filter(([path]) => !isTheirs(path)));
  expect([others(real.from), others(real.to)], what).toContainEqual(others(filesOf(root)));
  expect(verifyState(nodeHost(root)), what).toEqual([]);
  expectNothingLeft(root, what);
}

async function recoverWithEdit(killed: string, real: Rehearsed, at: number, what: string): Promise<boolean> {
  const there = touched(real).files.filter((path) => existsSync(join(killed, path)));
  const path = there[at % there.length];
  if (path === undefined) return false;
  const root = `${killed}-edit`;
  copyTree(killed, root);
  writeFileSync(join(root, path), HAND);
  const { kind } = await recoverApply(nodeHost(root));
  const said = `${what}, ${path} edited, ${kind}`;
  expect(kind, said).toMatch(/none|finished|taken-back/);
  expect(readFileSync(join(root, path), 'utf8'), said).toBe(HAND);
  expectWholeBut(root, real, (one) => one === path, said);
  rmSync(root, { recursive: true });
  return true;
}

/** A person's new file stands where a folder was, or was about to be. */
async function recoverWithFileForFolder(killed: string, real: Rehearsed, at: number, what: string) {
  const { folders } = touched(real);
  const path = folders[at % folders.length];
  if (path === undefined || !statSync(join(killed, dirname(path)), { throwIfNoEntry: false })?.isDirectory())
    return false;
  const root = `${killed}-folder`;
  copyTree(killed, root);
  rmSync(join(root, path), { recursive: true, force: true });
  writeFileSync(join(root, path), HAND);
  const { kind } = await recoverApply(nodeHost(root));
  const said = `${what}, a file at ${path}, ${kind}`;
  expect(kind, said).toMatch(/none|finished|taken-back/);
  expect(readFileSync(join(root, path), 'utf8'), said).toBe(HAND);
  expectWholeBut(root, real, (one) => one === path || one.startsWith(`${path}/`), said);
  rmSync(root, { recursive: true });
  return true;
}

describe.each(scenes)('an engine that is killed in the middle of $name', (scene) => {
  it(
    'is finished or taken back by the next one, and no edit made in between is written over',
    LONG,
    async () => {
      const rehearsal = stage(folder, scene, `${scene.name}-whole`);
      const args = await argsOf(scene, rehearsal);
      const real = await rehearse(rehearsal, args);
      expect(real.to).not.toEqual(real.from);
      const tally: Record<string, number> = {};
      const count = (what: string) => {
        tally[what] = (tally[what] ?? 0) + 1;
      };
      const points = spread(real.calls, POINTS);
      await sideBySide(points, async (at, row) => {
        const root = stage(folder, scene, `${scene.name}-${at}`);
        const said = `${scene.name}, killed at ${at}`;
        expect((await run(root, [child, root, ...args.slice(2)], { at })).signal, said).toBe('SIGKILL');
        const isPending = existsSync(join(root, '.hatmax/journal/journal.json'));
        expect(pendingApply(nodeHost(root)).map(({ code }) => code)).toEqual(isPending ? ['HM4112'] : []);
        if (row % 4 === 0 && (await recoverWithEdit(root, real, at, said))) count('with an edit');
        if (row % 8 === 1 && (await recoverWithFileForFolder(root, real, at, said)))
          count('with a file for a folder');
        const { kind } = await recoverApply(nodeHost(root));
        expect(kind, said).toMatch(isPending ? /^finished$/ : /^none$/);
        count(kind);
        expectWhole(root, real, `${said}, ${kind}`);
        rmSync(root, { recursive: true });
      });
      process.stdout.write(
        `${scene.name}: killed at ${points.length} of ${real.calls} calls: ${JSON.stringify(tally)}\n`,
      );
    },
  );
});

describe('a recovery that is killed too', () => {
  it('is gone on with by the next one', LONG, async () => {
    const scene = scenes.find(({ name }) => name === 'move') ?? scenes[0];
    if (scene === undefined) throw new Error('no scene');
    const rehearsal = stage(folder, scene, 'recovery-whole');
    const args = await argsOf(scene, rehearsal);
    const real = await rehearse(rehearsal, args);
    const killed = stage(folder, scene, 'recovery-killed');
    await run(killed, [child, killed, ...args.slice(2)], { at: Math.floor(real.calls / 2) });
    const copy = (name: string): string => {
      const root = join(folder, name);
      copyTree(killed, root);
      return root;
    };
    const whole = copy('recovery-counted');
    const { calls } = await run(whole, [child, whole, 'recover']);
    expectWhole(whole, real, 'recovery');
    const points = spread(calls, POINTS);
    await sideBySide(points, async (at) => {
      const root = copy(`recovery-${at}`);
      expect((await run(root, [child, root, 'recover'], { at })).signal).toBe('SIGKILL');
      await recoverApply(nodeHost(root));
      expectWhole(root, real, `recovery killed at ${at}`);
      rmSync(root, { recursive: true });
    });
    process.stdout.write(`recovery of move: killed at ${points.length} of ${calls} calls\n`);
  });
});
