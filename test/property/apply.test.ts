import { describe, expect, it } from 'vitest';
import { applyPlan } from '../../src/apply/apply.ts';
import { recoverApply } from '../../src/apply/recover.ts';
import { undo } from '../../src/apply/undo.ts';
import { type Fate, faultHost, Killed, type MutatingCall } from '../../src/host/fault.ts';
import { memoryHost } from '../../src/host/memory.ts';
import type { MemoryDisk } from '../../src/host/memory-disk.ts';
import type { FaultCode, Host } from '../../src/host/ports.ts';
import { relPath } from '../../src/path/rel-path.ts';
import type { RecordedState } from '../../src/state/recorded.ts';
import { readState } from '../../src/state/store.ts';
import { verifyState } from '../../src/state/verify.ts';
import { fc } from '../seeded.ts';
import { keptBytes, planTo, processOn, type Tree, treeOf } from '../unit/apply/plans.ts';

const RUNS = Number(process.env.HATMAX_PROPERTY_RUNS ?? 5);
/** Each run kills at every call of an apply. */
const PATIENCE_MS = 60_000 + RUNS * 12_000;

const names = ['a', 'b', 'src/a', 'src/b', 'src/deep/c', 'bin/run', 'x/y', 'x/y/z'] as const;
const sketch = fc.record({
  text: fc.constantFrom('one\n', 'two\n', 'three\nlines\nlong\n', ''),
  executable: fc.boolean(),
});
const anyTrees = fc.dictionary(fc.constantFrom(...names), sketch, {
  minKeys: 1,
  maxKeys: names.length,
  noNullPrototype: true,
});
const trees = anyTrees.map(withoutBelowFiles);
const edits = fc.dictionary(fc.constantFrom(...names), fc.constantFrom('mine\n', 'ours\r\n'), {
  maxKeys: 2,
  noNullPrototype: true,
});

interface Scene {
  readonly before: Tree;
  readonly after: Tree;
  readonly edits: Readonly<Record<string, string>>;
  readonly seed: number;
}

const scenes: fc.Arbitrary<Scene> = fc
  .record({ before: trees, after: trees, edits, seed: fc.integer() })
  .map((scene) => ({
    ...scene,
    after: withMoves(scene.before, scene.after),
  }));

/** A file that moves into a folder of its own former name: with an edit at the new place there is no way back. */
const INTO_ITS_OWN_NAME: Scene = {
  before: { 'x/y': { text: 'one\n', executable: false }, a: { text: 'one\n', executable: false } },
  after: { 'x/y/z': { text: 'one\n', executable: false, from: 'x/y' } },
  edits: {},
  seed: 0,
};

/** Nothing can be both a file and a folder. */
function withoutBelowFiles(tree: Tree): Tree {
  return Object.fromEntries(
    Object.entries(tree).filter(([path]) => path !== 'x/y/z' || tree['x/y'] === undefined),
  );
}

/** A file that goes and one that comes are sometimes one that moves. */
function withMoves(before: Tree, after: Tree): Tree {
  const gone = Object.keys(before).filter((path) => after[path] === undefined);
  const fresh = Object.keys(after).filter((path) => before[path] === undefined);
  const from = gone[0];
  const to = fresh[0];
  const sketch = to === undefined ? undefined : after[to];
  return from === undefined || to === undefined || sketch === undefined
    ? after
    : { ...after, [to]: { ...sketch, from } };
}

/** A tree as an earlier apply left it, with a person's edits in it and a file of theirs beside. */
async function stage(scene: Scene): Promise<MemoryDisk> {
  const host = memoryHost({ pid: 1 });
  const recorded = await readState(host);
  const outcome = await applyPlan(planTo(scene.before, host, recorded), host, { recorded });
  expect(outcome.kind).toBe('applied');
  host.disk.put(relPath('notes.txt'), 'a person wrote this');
  for (const [path, text] of Object.entries(scene.edits))
    if (scene.before[path] !== undefined) host.disk.put(relPath(path), text);
  return host.disk;
}

async function applyOn(disk: MemoryDisk, scene: Scene, pid: number, wrap: (host: Host) => Host) {
  const host = processOn(disk, pid);
  const recorded = await readState(host);
  return applyPlan(planTo(scene.after, host, recorded), wrap(host), { recorded });
}

async function swallowKill(run: Promise<unknown>): Promise<void> {
  try {
    await run;
  } catch (fault) {
    if (!(fault instanceof Killed)) throw fault;
  }
}

function random(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
}

/** How many calls an undisturbed apply makes, and the two trees it may leave. */
async function rehearse(scene: Scene) {
  const disk = await stage(scene);
  const from = treeOf(disk);
  const fromState = await readState(processOn(disk, 2));
  const host = processOn(disk, 2);
  const recorded = await readState(host);
  const plan = planTo(scene.after, host, recorded);
  const counted = faultHost(host, () => 'go');
  await applyPlan(plan, counted, { recorded });
  return { from, fromState, to: treeOf(disk), state: await readState(host), calls: counted.calls.length };
}

async function soundness(disk: MemoryDisk) {
  const host = processOn(disk, 99);
  const problems = verifyState(host).filter(({ severity }) => severity === 'error');
  return { problems, state: await readState(host) };
}

function hashOf(state: RecordedState): string | undefined {
  return state.kind === 'present' ? state.hash : state.kind;
}

const killAt =
  (number: number) =>
  (call: MutatingCall): Fate =>
    call.number === number ? 'kill' : 'go';

async function expectWhole(disk: MemoryDisk, real: Awaited<ReturnType<typeof rehearse>>, at: string) {
  const tree = treeOf(disk);
  const { problems, state } = await soundness(disk);
  expect(problems, at).toEqual([]);
  const recorded = hashOf(state);
  const possible = [
    ...(recorded === hashOf(real.fromState) ? [real.from] : []),
    ...(recorded === hashOf(real.state) ? [real.to] : []),
  ];
  expect(possible, `${at}: neither what it was nor what was planned`).toContainEqual(tree);
  const everything = [...Object.values(tree), ...keptBytes(disk)].map((text) => text.replace(/^x /, ''));
  for (const text of Object.values(real.from).map((found) => found.replace(/^x /, '')))
    if (text === 'mine\n' || text === 'ours\r\n' || text.startsWith('a person'))
      expect(everything, `${at}: lost`).toContain(text);
  const leftovers = [...disk.snapshot().keys()].filter((path) => /\.hatmax-|^\.hatmax\/journal/.test(path));
  expect(leftovers, at).toEqual([]);
}

describe('an apply that is killed at any call', () => {
  it('is finished or taken back by the next one, with its lock taken over', {
    timeout: PATIENCE_MS,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(scenes, async (scene) => {
        const real = await rehearse(scene);
        for (let n = 1; n <= real.calls; n++) {
          const disk = await stage(scene);
          await swallowKill(applyOn(disk, scene, 2, (host) => faultHost(host, killAt(n))));
          const recovery = await recoverApply(processOn(disk, 3));
          expect(['none', 'finished', 'taken-back']).toContain(recovery.kind);
          await expectWhole(disk, real, `kill at ${n}`);
          expect((await applyOn(disk, scene, 4, (host) => host)).kind).toMatch(/applied|nothing-to-do/);
          expect(treeOf(disk)).toEqual(real.to);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('is so when the power goes with it, and when recovery is killed too', {
    timeout: PATIENCE_MS,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(scenes, async (scene) => {
        const real = await rehearse(scene);
        const next = random(scene.seed);
        for (let n = 1; n <= real.calls; n++) {
          const disk = await stage(scene);
          await swallowKill(applyOn(disk, scene, 2, (host) => faultHost(host, killAt(n))));
          const odds = next();
          disk.losePower(() => next() < odds);
          const again = 1 + Math.floor(next() * 12);
          await swallowKill(recoverApply(faultHost(processOn(disk, 3), killAt(again))));
          if (next() < 0.5) disk.losePower(() => next() < odds);
          await recoverApply(processOn(disk, 4));
          disk.losePower(() => false);
          // A recovery that was killed right at its end may have its last rename undone; then there is one more.
          await recoverApply(processOn(disk, 5));
          await expectWhole(disk, real, `power lost at ${n}, recovery killed at ${again}`);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('keeps what was applied when the power goes right after', { timeout: PATIENCE_MS }, async () => {
    await fc.assert(
      fc.asyncProperty(scenes, async (scene) => {
        const real = await rehearse(scene);
        const disk = await stage(scene);
        await applyOn(disk, scene, 2, (host) => host);
        disk.losePower(() => false);
        await recoverApply(processOn(disk, 3));
        await expectWhole(disk, real, 'power lost after the end');
        expect(treeOf(disk)).toEqual(real.to);
      }),
      { numRuns: RUNS * 4 },
    );
  });

  it('writes over no edit made before recovery', { timeout: PATIENCE_MS }, async () => {
    await fc.assert(
      fc.asyncProperty(scenes, fc.constantFrom(...names), async (scene, path) => {
        const real = await rehearse(scene);
        for (let n = 1; n <= real.calls; n++) {
          const disk = await stage(scene);
          await swallowKill(applyOn(disk, scene, 2, (host) => faultHost(host, killAt(n))));
          if (disk.find(relPath(path))?.kind !== 'file') continue;
          disk.put(relPath(path), 'edited after the crash\n');
          await recoverApply(processOn(disk, 3));
          expect(treeOf(disk)[path], `kill at ${n}`).toBe('edited after the crash\n');
          const { [path]: _, ...others } = treeOf(disk);
          const { [path]: __, ...from } = real.from;
          const { [path]: ___, ...to } = real.to;
          expect([from, to], `kill at ${n}`).toContainEqual(others);
        }
      }),
      { numRuns: RUNS, examples: [[INTO_ITS_OWN_NAME, 'x/y/z']] },
    );
  });
});

describe('an apply that the machine refuses at any call', () => {
  const codes: readonly FaultCode[] = ['ENOSPC', 'EACCES', 'EIO', 'EROFS', 'EXDEV'];

  it('takes back what was written and says what failed', { timeout: PATIENCE_MS }, async () => {
    await fc.assert(
      fc.asyncProperty(scenes, fc.constantFrom(...codes), async (scene, code) => {
        const real = await rehearse(scene);
        for (let n = 1; n <= real.calls; n++) {
          const disk = await stage(scene);
          const outcome = await applyOn(disk, scene, 2, (host) =>
            faultHost(host, (call) => (call.number === n ? code : 'go')),
          );
          if (outcome.kind !== 'applied' && outcome.kind !== 'nothing-to-do')
            expect(outcome.diagnostics.map(({ summary }) => summary).join('\n')).toContain(code);
          await recoverApply(processOn(disk, 3));
          await expectWhole(disk, real, `${code} at ${n}`);
          if (outcome.kind === 'failed' && n < real.calls - 8) expect(treeOf(disk)).toEqual(real.from);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('recovers once the machine works again', { timeout: PATIENCE_MS }, async () => {
    await fc.assert(
      fc.asyncProperty(scenes, fc.constantFrom(...codes), async (scene, code) => {
        const real = await rehearse(scene);
        for (let n = 1; n <= real.calls; n++) {
          const disk = await stage(scene);
          await applyOn(disk, scene, 2, (host) =>
            faultHost(host, (call) => (call.number >= n ? code : 'go')),
          ).catch(() => undefined);
          await recoverApply(processOn(disk, 3));
          await expectWhole(disk, real, `${code} from ${n} on`);
        }
      }),
      { numRuns: RUNS },
    );
  });
});

describe('undo', () => {
  it('takes the last apply back, also when it is killed at any call', { timeout: PATIENCE_MS }, async () => {
    await fc.assert(
      fc.asyncProperty(scenes, async (scene) => {
        const prepared = async () => {
          const disk = await stage(scene);
          const from = treeOf(disk);
          const { state: fromState } = await soundness(disk);
          const outcome = await applyOn(disk, scene, 2, (host) => host);
          return { disk, from, fromState, applied: outcome.kind === 'applied' };
        };
        const rehearsal = await prepared();
        if (!rehearsal.applied) return;
        const to = treeOf(rehearsal.disk);
        const counted = faultHost(processOn(rehearsal.disk, 3), () => 'go');
        expect((await undo(counted)).kind).toBe('applied');
        expect(treeOf(rehearsal.disk)).toEqual(rehearsal.from);
        expect((await soundness(rehearsal.disk)).state).toEqual(rehearsal.fromState);
        expect((await undo(processOn(rehearsal.disk, 4))).kind).toBe('failed');
        for (let n = 1; n <= counted.calls.length; n++) {
          const { disk, from } = await prepared();
          await swallowKill(undo(faultHost(processOn(disk, 3), killAt(n))));
          await recoverApply(processOn(disk, 4));
          expect([from, to], `kill at ${n}`).toContainEqual(treeOf(disk));
          expect((await soundness(disk)).problems).toEqual([]);
        }
      }),
      { numRuns: Math.ceil(RUNS / 2) },
    );
  });
});
