import { beforeAll, describe, expect, it } from 'vitest';
import { applyPlan } from '../../../src/apply/apply.ts';
import { pendingApply, recoverApply } from '../../../src/apply/recover.ts';
import { faultHost, Killed } from '../../../src/host/fault.ts';
import { memoryHost } from '../../../src/host/memory.ts';
import type { MemoryDisk, Survival } from '../../../src/host/memory-disk.ts';
import type { Host } from '../../../src/host/ports.ts';
import { relPath } from '../../../src/path/rel-path.ts';
import { OBJECTS } from '../../../src/state/layout.ts';
import { readState, stateHash } from '../../../src/state/store.ts';
import { verifyState } from '../../../src/state/verify.ts';
import { keptBytes, planTo, processOn, type Tree, treeOf } from './plans.ts';

/** One of everything that an apply does, at every call, with every way in which a disk may lose what was not synced. */
const BEFORE: Tree = {
  'bin/run': { text: '#!\n' },
  'src/deleted/only.ts': { text: 'gone soon\n' },
  'src/edited.ts': { text: 'rendered\n' },
  'src/moved.ts': { text: 'travels\n' },
  'src/same.ts': { text: 'same\n' },
  'src/updated.ts': { text: 'old\n' },
};
const AFTER: Tree = {
  'bin/run': { text: '#!\n', executable: true },
  'lib/deep/moved.ts': { text: 'travels\n', from: 'src/moved.ts' },
  'src/created/first.ts': { text: 'created\n', executable: true },
  'src/created/second/one.ts': { text: 'created too\n' },
  'src/edited.ts': { text: 'rendered anew\n', merged: 'rendered anew, and mine\n' },
  'src/same.ts': { text: 'same\n' },
  'src/updated.ts': { text: 'new\n' },
};
const MINE = 'mine\n';
const AFTERWARDS = 'edited after the crash\n';

const LOSSES: Readonly<Record<string, () => Survival>> = {
  everything: () => () => false,
  contents: () => (what) => what === 'name',
  names: () => (what) => what === 'content',
  nothing: () => () => true,
  'every other': () => {
    let row = 0;
    return () => row++ % 2 === 0;
  },
};

async function staged(): Promise<MemoryDisk> {
  const host = memoryHost({ pid: 1 });
  const recorded = await readState(host);
  expect((await applyPlan(planTo(BEFORE, host, recorded), host, { recorded })).kind).toBe('applied');
  host.disk.put(relPath('src/edited.ts'), MINE);
  host.disk.folder(relPath('lib'));
  return host.disk;
}

async function apply(disk: MemoryDisk, pid: number, wrap: (host: Host) => Host = (host) => host) {
  const host = processOn(disk, pid);
  const recorded = await readState(host);
  return applyPlan(planTo(AFTER, host, recorded), wrap(host), { recorded });
}

const killAt = (n: number) => (host: Host) => faultHost(host, ({ number }) => (number === n ? 'kill' : 'go'));

async function unlessKilled(run: Promise<unknown>): Promise<void> {
  try {
    await run;
  } catch (fault) {
    if (!(fault instanceof Killed)) throw fault;
  }
}

const objectsOf = (disk: MemoryDisk) =>
  (processOn(disk, 98).files.list(OBJECTS) ?? []).map(({ name }) => name);
const hashOf = (disk: MemoryDisk) => stateHash(processOn(disk, 98).files);

interface Whole {
  readonly tree: Record<string, string>;
  readonly state: string | undefined;
  readonly objects: readonly string[];
}
const wholeOf = (disk: MemoryDisk): Whole => ({
  tree: treeOf(disk),
  state: hashOf(disk),
  objects: objectsOf(disk),
});

let from: Whole;
let to: Whole;
let calls = 0;
beforeAll(async () => {
  const disk = await staged();
  from = wholeOf(disk);
  let counted = faultHost(processOn(disk, 2), () => 'go');
  await apply(disk, 2, (host) => {
    counted = faultHost(host, () => 'go');
    return counted;
  });
  to = wholeOf(disk);
  calls = counted.calls.length;
});

function expectSound(disk: MemoryDisk, what: string): void {
  expect(verifyState(processOn(disk, 98)), what).toEqual([]);
  const left = [...disk.snapshot().keys()].filter((path) => /\.hatmax-|^\.hatmax\/journal/.test(path));
  expect(left, what).toEqual([]);
}

describe('a loss of power', { timeout: 300_000 }, () => {
  it.each(Object.keys(LOSSES))('at any call, of %s: recovered, durably', async (loss) => {
    for (let n = 1; n <= calls; n++) {
      const disk = await staged();
      await unlessKilled(apply(disk, 2, killAt(n)));
      disk.losePower((LOSSES[loss] ?? (() => () => false))());
      await recoverApply(processOn(disk, 3));
      disk.losePower(() => false);
      await recoverApply(processOn(disk, 4));
      const what = `${loss} lost at ${n}`;
      expectSound(disk, what);
      // Packs that nothing refers to are removed by the next apply.
      const { tree, state } = wholeOf(disk);
      expect(
        [from, to].map((one) => ({ tree: one.tree, state: one.state })),
        what,
      ).toContainEqual({ tree, state });
      expect([...Object.values(tree), ...keptBytes(disk)], what).toContain(MINE);
    }
  });

  it('right after the end takes nothing of it', async () => {
    for (const [what, loss] of Object.entries(LOSSES)) {
      const disk = await staged();
      expect((await apply(disk, 2)).kind).toBe('applied');
      disk.losePower(loss());
      await recoverApply(processOn(disk, 3));
      expect(wholeOf(disk), what).toEqual(to);
      expectSound(disk, what);
    }
  });

  it('in a recovery that takes back, wherever that was killed before, takes nothing of it', async () => {
    const edited = relPath('src/updated.ts');
    const without = ({ [edited]: _, ...rest }: Record<string, string>) => rest;
    for (const n of [12, Math.floor(calls / 2), calls - 12]) {
      const killed = async () => {
        const disk = await staged();
        await unlessKilled(apply(disk, 2, killAt(n)));
        disk.put(edited, AFTERWARDS);
        return disk;
      };
      const counted = faultHost(processOn(await killed(), 3), () => 'go');
      await recoverApply(counted);
      for (let m = 1; m <= counted.calls.length; m++)
        for (const [loss, survival] of Object.entries(LOSSES).slice(0, 2)) {
          const disk = await killed();
          await unlessKilled(recoverApply(killAt(m)(processOn(disk, 3))));
          const recovery = await recoverApply(processOn(disk, 4));
          disk.losePower(survival());
          await recoverApply(processOn(disk, 5));
          const what = `${loss} lost, apply killed at ${n}, recovery at ${m}: ${recovery.kind}`;
          expectSound(disk, what);
          expect(treeOf(disk)[edited], what).toBe(AFTERWARDS);
          expect([without(from.tree), without(to.tree)], what).toContainEqual(without(treeOf(disk)));
        }
    }
  });
});

describe('what is taken back', () => {
  it('leaves no pack behind, and every folder that was there', async () => {
    const disk = await staged();
    disk.folder(relPath('src/created'));
    await unlessKilled(apply(disk, 2, killAt(calls - 12)));
    disk.put(relPath('src/updated.ts'), AFTERWARDS);
    expect((await recoverApply(processOn(disk, 3))).kind).toBe('taken-back');
    expect(objectsOf(disk)).toEqual(from.objects);
    expect(disk.find(relPath('src/created'))?.kind).toBe('folder');
    expect(disk.find(relPath('lib'))?.kind).toBe('folder');
    expect(disk.find(relPath('lib/deep'))).toBeUndefined();
  });
});

describe('an apply that runs or was cut short', () => {
  it('is told apart by those who only read, and left alone while it runs', async () => {
    const disk = await staged();
    await unlessKilled(apply(disk, 77, killAt(calls - 12)));
    const running = memoryHost({ disk, pid: 3, running: new Set([77]) });
    expect(pendingApply(running)).toMatchObject([
      { code: 'HM4117', summary: 'hatmax apply of process 77 is writing right now' },
    ]);
    const before = disk.snapshot();
    expect(await recoverApply(running)).toMatchObject({ kind: 'locked', diagnostics: [{ code: 'HM4101' }] });
    expect([...disk.snapshot()].filter(([path]) => !path.includes('lock-'))).toEqual([...before]);
    expect(pendingApply(processOn(disk, 3))).toMatchObject([
      { code: 'HM4112', hint: 'hatmax apply finishes it first' },
    ]);
    disk.put(relPath('src/updated.ts'), AFTERWARDS);
    const [edited] = pendingApply(processOn(disk, 3));
    expect(edited?.summary).toMatch(/the apply of .* did not come to its end: \d of 8 files are done/);
    expect(edited?.hint).toMatch(/takes it back first, since somebody changed src\/updated\.ts/);
  });

  it('is not recovered by one who was interrupted while waiting for it', async () => {
    const disk = await staged();
    await unlessKilled(apply(disk, 77, killAt(calls - 12)));
    const waiting = memoryHost({ disk, pid: 3, running: new Set([77]) });
    waiting.interrupt();
    expect(await recoverApply(waiting, 60_000)).toMatchObject({
      kind: 'interrupted',
      diagnostics: [{ code: 'HM4109', detail: 'Nothing was written.' }],
    });
  });
});

describe('packs of an apply that came to no end', () => {
  it('torn, are written again', async () => {
    const disk = await staged();
    const whole = await staged();
    await apply(whole, 2);
    for (const name of objectsOf(whole))
      if (!from.objects.includes(name)) disk.put(relPath(`${OBJECTS}/${name}`), 'hat');
    expect((await apply(disk, 2)).kind).toBe('applied');
    expectSound(disk, 'torn pack');
    expect(wholeOf(disk)).toEqual(to);
  });
});
