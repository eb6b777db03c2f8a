import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyPlan } from '../../../src/apply/apply.ts';
import { recoverApply } from '../../../src/apply/recover.ts';
import { nodeHost } from '../../../src/host/node.ts';
import { readState } from '../../../src/state/store.ts';
import { verifyState } from '../../../src/state/verify.ts';
import { planTo, type Tree } from './plans.ts';

const BEFORE: Tree = {
  'src/updated.ts': { text: 'old\n' },
  'src/deleted/only.ts': { text: 'gone soon\n' },
  'src/moved.ts': { text: 'travels\n' },
  'src/same.ts': { text: 'same\n' },
};
const AFTER: Tree = {
  'src/updated.ts': { text: 'new\n' },
  'lib/moved.ts': { text: 'travels\n', from: 'src/moved.ts' },
  'src/same.ts': { text: 'same\n' },
  'src/created/first.ts': { text: 'created\n', executable: true },
};

const folder = fs.mkdtempSync(join(tmpdir(), 'hatmax-kill-'));
const script = join(folder, 'child.mjs');

beforeAll(() => {
  buildSync({
    entryPoints: ['test/unit/apply/child.ts'],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: script,
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

/** A process for each takes its time; `HATMAX_KILL_STEP=1` kills at every call. */
const STEP = Number(process.env.HATMAX_KILL_STEP ?? 3);

async function staged(name: string): Promise<string> {
  const root = join(folder, name);
  fs.mkdirSync(root);
  const host = nodeHost(root);
  const recorded = await readState(host);
  expect((await applyPlan(planTo(BEFORE, host, recorded), host, { recorded })).kind).toBe('applied');
  return root;
}

function run(root: string, number: number) {
  return spawnSync(process.execPath, [script, root, JSON.stringify(AFTER), String(number)], {
    encoding: 'utf8',
  });
}

function treeOf(root: string): Record<string, string> {
  const found = fs.readdirSync(root, { recursive: true, withFileTypes: true });
  const paths = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const inside = paths
    .map((path) => path.slice(root.length + 1))
    .filter((path) => !path.startsWith('.hatmax/'));
  return Object.fromEntries(
    inside.sort().map((path) => {
      const { mode } = fs.statSync(join(root, path));
      return [path, `${(mode & 0o100) === 0 ? '' : 'x '}${fs.readFileSync(join(root, path), 'utf8')}`];
    }),
  );
}

describe('a process that is killed while it applies', () => {
  it('leaves what the next one finishes or takes back', {
    timeout: 300_000,
  }, async () => {
    const whole = await staged('whole');
    const from = treeOf(whole);
    const done: { kind: string; calls: number } = JSON.parse(run(whole, 0).stdout);
    const to = treeOf(whole);
    expect(done.kind).toBe('applied');
    expect(to).toEqual({
      'lib/moved.ts': 'travels\n',
      'src/created/first.ts': 'x created\n',
      'src/same.ts': 'same\n',
      'src/updated.ts': 'new\n',
    });
    const recoveries = new Set<string>();
    for (let n = 1; n <= done.calls; n += STEP) {
      const root = await staged(`n${n}`);
      expect(run(root, n).signal, `call ${n}`).toBe('SIGKILL');
      const host = nodeHost(root);
      const recovery = await recoverApply(host);
      recoveries.add(recovery.kind);
      expect([from, to], `killed at ${n}, ${recovery.kind}`).toContainEqual(treeOf(root));
      expect(verifyState(host)).toEqual([]);
      const recorded = await readState(host);
      const again =
        treeOf(root)['src/updated.ts'] === 'new\n'
          ? 'done'
          : (await applyPlan(planTo(AFTER, host, recorded), host, { recorded })).kind;
      expect(again).toMatch(/done|applied/);
      expect(treeOf(root)).toEqual(to);
    }
    expect([...recoveries].sort()).toEqual(['finished', 'none']);
  });
});
