import { beforeAll, describe, expect, it } from 'vitest';
import { applyPlan } from '../../../src/apply/apply.ts';
import { readJournal } from '../../../src/apply/journal.ts';
import { pendingApply, recoverApply } from '../../../src/apply/recover.ts';
import { lastApply, undo } from '../../../src/apply/undo.ts';
import { type Fate, faultHost, Killed, type MutatingCall } from '../../../src/host/fault.ts';
import { memoryHost } from '../../../src/host/memory.ts';
import type { FolderNode, MemoryDisk } from '../../../src/host/memory-disk.ts';
import type { Host } from '../../../src/host/ports.ts';
import { sha256 } from '../../../src/host/sha256.ts';
import { relPath } from '../../../src/path/rel-path.ts';
import {
  JOURNAL,
  JOURNAL_FOLDER,
  KEPT_LIST,
  LOCK,
  OBJECTS,
  stateFile,
  UNDO_FOLDER,
  UNDO_STAGE,
} from '../../../src/state/layout.ts';
import { readState, stateHash } from '../../../src/state/store.ts';
import { verifyState } from '../../../src/state/verify.ts';
import { COMPONENT, keptBytes, planTo, processOn, type Tree, treeOf } from './plans.ts';

const A = relPath('src/a.ts');
const BEFORE: Tree = {
  'old/deep/gone.ts': { text: 'goes\n' },
  'src/a.ts': { text: 'old\n' },
  'src/b.ts': { text: 'same\n' },
};
const AFTER: Tree = {
  'new/deep/er.ts': { text: 'created\n' },
  'src/a.ts': { text: 'new and long\n' },
  'src/b.ts': { text: 'same\n' },
  'src/z.ts': { text: 'last\n' },
};

async function carryOut(tree: Tree, disk: MemoryDisk, wrap: (host: Host) => Host = (host) => host, pid = 2) {
  const host = processOn(disk, pid);
  const recorded = await readState(host);
  return applyPlan(planTo(tree, host, recorded), wrap(host), { recorded });
}

async function staged(tree: Tree = BEFORE): Promise<MemoryDisk> {
  const { disk } = memoryHost();
  expect((await carryOut(tree, disk)).kind).toBe('applied');
  return disk;
}

const meeting = (fate: (call: MutatingCall) => Fate) => (host: Host) => faultHost(host, fate);
const at = (number: number, fate: Fate) => meeting((call) => (call.number === number ? fate : 'go'));

async function unlessKilled<T>(run: Promise<T>): Promise<T | undefined> {
  try {
    return await run;
  } catch (fault) {
    if (fault instanceof Killed) return undefined;
    throw fault;
  }
}

async function callsOf(tree: Tree, disk: MemoryDisk): Promise<readonly MutatingCall[]> {
  let calls: readonly MutatingCall[] = [];
  await carryOut(tree, disk, (host) => {
    const counted = faultHost(host, () => 'go');
    calls = counted.calls;
    return counted;
  });
  return calls;
}

let calls: readonly MutatingCall[] = [];
beforeAll(async () => {
  calls = await callsOf(AFTER, await staged());
});

/** The number of the call that puts something at a path. */
const callAt = (path: string): number => calls.find((one) => one.path === path)?.number ?? 0;

function foldersOf(folder: FolderNode, prefix = ''): string[] {
  return [...folder.entries]
    .sort()
    .flatMap(([name, node]) =>
      node.kind === 'folder' && name !== '.hatmax'
        ? [prefix + name, ...foldersOf(node, `${prefix}${name}/`)]
        : [],
    );
}

const objectsOf = (disk: MemoryDisk) =>
  [...disk.snapshot().keys()].filter((path) => path.startsWith(OBJECTS));

describe('an apply that is refused', () => {
  it('leaves no folder and no pack that it made, wherever that is', async () => {
    const before = await staged();
    const from = [treeOf(before), foldersOf(before.root), objectsOf(before)];
    for (let n = 1; n <= calls.length; n++) {
      const disk = await staged();
      if ((await carryOut(AFTER, disk, at(n, 'EIO'))).kind !== 'failed') continue;
      expect(disk.find(JOURNAL_FOLDER), `refused at ${n}`).toBeUndefined();
      expect([treeOf(disk), foldersOf(disk.root), objectsOf(disk)], `refused at ${n}`).toEqual(from);
    }
  });

  it('is taken back on a disk that has no room left for a note of it', async () => {
    const disk = await staged();
    disk.put(A, 'mine\n');
    const full = meeting(({ path }) => (path === 'src/z.ts' || path.startsWith(KEPT_LIST) ? 'ENOSPC' : 'go'));
    const outcome = await carryOut(AFTER, disk, full);
    expect(outcome.diagnostics.map(({ code }) => code)).toEqual(['HM4108']);
    expect(treeOf(disk)[A]).toBe('mine\n');
    expect(disk.find(JOURNAL_FOLDER)).toBeUndefined();
  });

  /** All that it writes is staged, so that it could be finished without its pack: which the state names. */
  it('and killed while it is taken back, leaves no state without its pack', async () => {
    const merging: Tree = { 'src/a.ts': { text: 'new\n', merged: 'new, and mine\n' } };
    const first: Tree = { 'src/a.ts': { text: 'old\n' } };
    const all = await callsOf(merging, await staged(first));
    const [before, after] = [await staged(first), await staged(first)];
    await carryOut(merging, after);
    const [from, to] = [before, after].map((disk) => [treeOf(disk), stateHash(processOn(disk, 4).files)]) as [
      unknown[],
      unknown[],
    ];
    const written = all.find(({ path }) => path === A)?.number ?? 0;
    const committed = all.findLast(({ operation, number }) => operation === 'sync' && number < written);
    for (const refused of [committed?.number ?? 0, all.length - 2, all.length - 1])
      for (let n = refused + 1, isOver = false; !isOver; n++) {
        const disk = await staged(first);
        const met = meeting(({ number }) => (number === refused ? 'EIO' : number === n ? 'kill' : 'go'));
        isOver = (await unlessKilled(carryOut(merging, disk, met))) !== undefined;
        await recoverApply(processOn(disk, 3));
        const what = `refused at ${refused}, killed at ${n}`;
        expect(verifyState(processOn(disk, 4)), what).toEqual([]);
        const state = stateHash(processOn(disk, 4).files);
        expect([treeOf(disk), state], what).toEqual(state === from[1] ? from : to);
      }
  });

  it('says where that could not be taken back, and only there', async () => {
    for (let n = 1; n <= calls.length; n++) {
      const disk = await staged();
      const outcome = await carryOut(
        AFTER,
        disk,
        meeting(({ number }) => (number >= n ? 'EIO' : 'go')),
      );
      if (outcome.kind !== 'failed') continue;
      const isLeft = readJournal(processOn(disk, 3).files).kind === 'journal';
      const said = outcome.diagnostics.map(({ code }) => code);
      expect(said, `refused from ${n} on`).toEqual(isLeft ? ['HM4108', 'HM4114'] : ['HM4108']);
    }
  });

  it('is not finished by a loss of power after it was taken back', async () => {
    const disk = await staged();
    const from = treeOf(disk);
    expect((await carryOut(AFTER, disk, at(callAt('src/z.ts'), 'EIO'))).kind).toBe('failed');
    disk.losePower(() => false);
    await recoverApply(processOn(disk, 3));
    expect(treeOf(disk)).toEqual(from);
  });

  it('at its very last step is done, and can be undone', async () => {
    const disk = await staged();
    const from = treeOf(disk);
    const last = calls.findLast(({ operation }) => operation === 'sync');
    expect((await carryOut(AFTER, disk, at(last?.number ?? 0, 'EIO'))).kind).toBe('applied');
    expect((await undo(processOn(disk, 3))).kind).toBe('applied');
    expect(treeOf(disk)).toEqual(from);
  });

  it('leaves no half of the record of the apply before, which then nobody can undo', async () => {
    const disk = await staged();
    const outcome = await carryOut(AFTER, disk, at(callAt(UNDO_STAGE), 'EIO'));
    expect(outcome.kind).toBe('failed');
    expect((await undo(processOn(disk, 3))).diagnostics.map(({ code }) => code)).toEqual(['HM4115']);
  });
});

describe('a recovery that takes back', () => {
  const EDITED = 'edited after the crash\n';

  it('does so with files that a loss of power tore', async () => {
    const edited = relPath('src/z.ts');
    const disk = await staged();
    const from = treeOf(disk);
    await unlessKilled(carryOut(AFTER, disk, at(callAt(edited), 'kill')));
    disk.losePower((what) => what === 'name');
    disk.put(edited, EDITED);
    expect((await recoverApply(processOn(disk, 3))).kind).toBe('taken-back');
    expect(treeOf(disk)).toEqual({ ...from, [edited]: EDITED });
    expect(keptBytes(disk)).toEqual([]);
  });

  it('writes over no file that is saved meanwhile', async () => {
    const killed = async () => {
      const disk = await staged();
      await unlessKilled(carryOut(AFTER, disk, at(callAt('src/z.ts'), 'kill')));
      disk.put(relPath('new/deep/er.ts'), EDITED);
      return disk;
    };
    const counted = faultHost(processOn(await killed(), 3), () => 'go');
    expect((await recoverApply(counted)).kind).toBe('taken-back');
    for (let n = 1; n <= counted.calls.length; n++) {
      const disk = await killed();
      const saving = meeting(({ number }) => {
        if (number === n) disk.put(A, 'saved\n');
        return 'go';
      });
      const { kind } = await recoverApply(saving(processOn(disk, 3)));
      expect([kind, treeOf(disk)[A]], `saved at ${n}`).toEqual(['taken-back', 'saved\n']);
      expect([...disk.snapshot().keys()].filter((path) => path.includes('/.hatmax-'))).toEqual([]);
    }
  });

  it("names what of a person's went before the crash, where they edited the file again", async () => {
    const disk = await staged();
    disk.put(A, 'mine\n');
    await unlessKilled(carryOut(AFTER, disk, at(callAt('src/z.ts'), 'kill')));
    disk.put(A, EDITED);
    expect((await recoverApply(processOn(disk, 3))).kind).toBe('taken-back');
    expect(disk.snapshot().get(KEPT_LIST)).toContain(`${sha256('mine\n')} ${A}\n`);
  });
});

describe('a recovery that finishes', () => {
  it('leaves what it did, and what was done before it, for good', async () => {
    const to = await staged();
    await carryOut(AFTER, to);
    for (let n = callAt(JOURNAL); n <= calls.length; n++) {
      const disk = await staged();
      await unlessKilled(carryOut(AFTER, disk, at(n, 'kill')));
      const { kind } = await recoverApply(processOn(disk, 3));
      if (kind !== 'finished') continue;
      disk.losePower(() => false);
      expect(await recoverApply(processOn(disk, 4)), `killed at ${n}`).toEqual({ kind: 'none' });
      expect(treeOf(disk), `killed at ${n}`).toEqual(treeOf(to));
    }
  });

  it('is gone on with where the power goes in it', async () => {
    const to = await staged();
    await carryOut(AFTER, to);
    const killed = async () => {
      const disk = await staged();
      await unlessKilled(carryOut(AFTER, disk, at(callAt('src/z.ts'), 'kill')));
      return disk;
    };
    const counted = faultHost(processOn(await killed(), 3), () => 'go');
    await recoverApply(counted);
    for (let n = 1; n <= counted.calls.length; n++) {
      const disk = await killed();
      await unlessKilled(recoverApply(at(n, 'kill')(processOn(disk, 3))));
      disk.losePower(() => false);
      await recoverApply(processOn(disk, 4));
      expect(treeOf(disk), `power lost at ${n}`).toEqual(treeOf(to));
    }
  });

  it('puts by what a person left of a new file that they cut shorter, and gives the lock back', async () => {
    const disk = await staged();
    await unlessKilled(carryOut(AFTER, disk, at(callAt('src/z.ts'), 'kill')));
    disk.put(relPath('new/deep/er.ts'), 'crea');
    expect((await recoverApply(processOn(disk, 3))).kind).toBe('finished');
    expect(keptBytes(disk)).toEqual(['crea']);
    expect(disk.find(LOCK)).toBeUndefined();
  });
});

describe('an apply that somebody saves a file under', () => {
  it('never loses it, nor records what is not so', async () => {
    const first: Tree = { ...BEFORE, 'bin/run': { text: '#!\n' } };
    const then: Tree = { ...AFTER, 'bin/run': { text: '#!\n', executable: true } };
    const all = await callsOf(then, await staged(first));
    for (const path of ['bin/run', 'old/deep/gone.ts', 'src/a.ts', 'src/z.ts'].map((one) => relPath(one)))
      for (let n = 1; n <= all.length; n++) {
        const disk = await staged(first);
        const saving = meeting(({ number }) => {
          if (number === n) disk.put(path, 'saved\n');
          return 'go';
        });
        const { kind } = await carryOut(then, disk, saving);
        expect(kind, `${path} saved at ${n}`).toMatch(/^(applied|stale)$/);
        const isSafe = [treeOf(disk)[path], ...keptBytes(disk)].some((text) => text?.includes('saved\n'));
        const what = `${path} saved at ${n}: ${kind}`;
        expect(isSafe, what).toBe(true);
        const own = all.find((call) => call.path === path || call.path.startsWith(`${path}-`));
        const own2 = all.findLast((call) => call.path.startsWith(`${path.slice(0, path.lastIndexOf('/'))}/`));
        if (n < (own ?? own2 ?? { number: 0 }).number) expect(kind, what).toBe('stale');
      }
  });

  it('has a state at every moment, which nobody else may write meanwhile', async () => {
    const path = stateFile(COMPONENT);
    const disk = await staged();
    await carryOut(AFTER, disk, (host) =>
      faultHost(host, () => {
        expect(disk.find(path)?.kind).toBe('file');
        return 'go';
      }),
    );
    const other = await staged();
    const moved = meeting(({ number }) => {
      if (number === callAt('src/z.ts')) other.put(path, '{}\n');
      return 'go';
    });
    expect((await carryOut(AFTER, other, moved)).kind).toBe('stale');
    expect(other.snapshot().get(path)).toBe('{}\n');
  });
});

describe('the very first apply', () => {
  it('that the power goes in is all there or not at all', async () => {
    const { disk: whole } = memoryHost();
    const all = await callsOf(AFTER, whole);
    for (let n = 1; n <= all.length; n++)
      for (const survivors of [0b1010101, 0b0101010, 0b1111110]) {
        const { disk } = memoryHost();
        await unlessKilled(carryOut(AFTER, disk, at(n, 'kill')));
        let row = 0;
        disk.losePower(() => ((survivors >> (row++ % 7)) & 1) === 1);
        await recoverApply(processOn(disk, 3));
        expect([{}, treeOf(whole)], `power lost at ${n}`).toContainEqual(treeOf(disk));
      }
  });
});

describe('an apply that came to its end', () => {
  it('can be undone, also when the power goes right after', async () => {
    for (const survives of ['name', 'content', 'neither']) {
      const disk = await staged();
      const from = treeOf(disk);
      await carryOut(AFTER, disk);
      const folders = foldersOf(disk.root);
      disk.losePower((what) => what === survives);
      expect(foldersOf(disk.root), survives).toEqual(folders);
      expect(lastApply(processOn(disk, 3))?.what, survives).toBe('apply');
      expect((await undo(processOn(disk, 4))).kind, survives).toBe('applied');
      expect(treeOf(disk), survives).toEqual(from);
    }
  });

  it('is finished after a crash even if somebody took the folder of undo away', async () => {
    const disk = await staged();
    await unlessKilled(carryOut(AFTER, disk, at(callAt('src/z.ts'), 'kill')));
    disk.remove(UNDO_FOLDER);
    expect((await recoverApply(processOn(disk, 3))).kind).toBe('finished');
    expect(treeOf(disk)['src/z.ts']).toBe('last\n');
  });
});

describe('what was left by an apply that was killed', () => {
  it('before it was sure of it is made sure of by the next one that uses it', async () => {
    const disk = await staged();
    const first = calls.find(({ operation, path }) => operation === 'sync' && path.startsWith(OBJECTS));
    await unlessKilled(carryOut(AFTER, disk, at(first?.number ?? 0, 'kill')));
    expect((await carryOut(AFTER, disk, undefined, 3)).kind).toBe('applied');
    disk.losePower(() => false);
    expect(verifyState(processOn(disk, 4))).toEqual([]);
  });

  it('and cannot be read is left alone, and said', async () => {
    const damages: ((text: string) => string)[] = [
      () => '',
      (text) => text.slice(0, -20),
      (text) => text.replace('src/z.ts', '../z.ts'),
      (text) => text.replace(/"id":"[0-9a-f]*"/, '"id":"../../../z"'),
    ];
    for (const damaged of damages) {
      const disk = await staged();
      await unlessKilled(carryOut(AFTER, disk, at(callAt('src/z.ts'), 'kill')));
      disk.put(JOURNAL, damaged(disk.snapshot().get(JOURNAL) ?? ''));
      const before = disk.snapshot();
      expect(pendingApply(processOn(disk, 3))).toMatchObject([{ code: 'HM4113' }]);
      expect(await recoverApply(processOn(disk, 3))).toMatchObject({ kind: 'stuck' });
      expect((await carryOut(AFTER, disk)).diagnostics).toMatchObject([{ code: 'HM4113' }]);
      expect((await undo(processOn(disk, 3))).diagnostics).toMatchObject([{ code: 'HM4113' }]);
      expect([...disk.snapshot()].filter(([path]) => !path.startsWith('.hatmax/lock'))).toEqual(
        [...before].filter(([path]) => !path.startsWith('.hatmax/lock')),
      );
    }
  });

  it('where there is nothing of it, not so much as a lock is taken', async () => {
    const host = faultHost(processOn(await staged(), 3), () => 'go');
    expect(await recoverApply(host)).toEqual({ kind: 'none' });
    expect(host.calls).toEqual([]);
  });
});

describe('a signal', () => {
  it('is heard between two files of an apply that takes long', async () => {
    const disk = await staged();
    const from = treeOf(disk);
    const host = processOn(disk, 2);
    let now = 0;
    const clock = {
      now: () => {
        now += 60;
        return now;
      },
      sleep: async () => host.interrupt(),
    };
    const recorded = await readState(host);
    const outcome = await applyPlan(planTo(AFTER, host, recorded), { ...host, clock }, { recorded });
    expect(outcome.kind).toBe('interrupted');
    expect(treeOf(disk)).toEqual(from);
  });
});
