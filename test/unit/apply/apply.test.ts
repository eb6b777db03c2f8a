import { describe, expect, it } from 'vitest';
import { applyPlan } from '../../../src/apply/apply.ts';
import { pendingApply, recoverApply } from '../../../src/apply/recover.ts';
import { undo } from '../../../src/apply/undo.ts';
import { faultHost, Killed } from '../../../src/host/fault.ts';
import { type MemoryHost, memoryHost } from '../../../src/host/memory.ts';
import type { Host } from '../../../src/host/ports.ts';
import { readOnly } from '../../../src/host/read-only.ts';
import { sha256 } from '../../../src/host/sha256.ts';
import { relPath } from '../../../src/path/rel-path.ts';
import type { FileChange, Plan } from '../../../src/plan/plan.ts';
import { isSettled } from '../../../src/state/stat-index.ts';
import { readState } from '../../../src/state/store.ts';
import { verifyState } from '../../../src/state/verify.ts';
import { bytes, COMPONENT, keptBytes, planTo, processOn, type Tree, treeOf } from './plans.ts';

const FIRST: Tree = {
  'src/a.ts': { text: 'a\n' },
  'src/b.ts': { text: 'b\n' },
  'bin/run': { text: '#!\n', executable: true },
};

async function applied(tree: Tree = FIRST): Promise<MemoryHost> {
  const host = memoryHost();
  expect((await apply(tree, host)).kind).toBe('applied');
  return host;
}

async function apply(tree: Tree, host: MemoryHost, through: Host = host) {
  const recorded = await readState(host);
  return applyPlan(planTo(tree, host, recorded), through, { recorded });
}

async function withChange(host: MemoryHost, change: Partial<FileChange> & Pick<FileChange, 'path'>) {
  const recorded = await readState(host);
  const plain = {
    component: COMPONENT,
    ownership: 'generated',
    action: 'create',
    reason: 'new',
    expect: 'absent',
    executable: false,
  } as const;
  const plan: Plan = {
    hatmax: '0.3.0',
    mode: 'normal',
    changes: [{ ...plain, ...(change.action === 'conflict' ? {} : { write: bytes('x') }), ...change }],
    drift: [],
    notices: [],
    components: [],
  };
  return applyPlan(plan, host, { recorded });
}

const codes = (outcome: { diagnostics: readonly { code: string }[] }) =>
  outcome.diagnostics.map(({ code }) => code);

describe('applying a plan', () => {
  it('writes the tree, its modes, the state and what git needs', async () => {
    const host = await applied();
    expect(treeOf(host.disk)).toEqual({ 'bin/run': 'x #!\n', 'src/a.ts': 'a\n', 'src/b.ts': 'b\n' });
    expect(verifyState(host)).toEqual([]);
    expect(host.disk.find(relPath('.hatmax/.gitignore'))).toBeDefined();
    expect(host.disk.find(relPath('.hatmax/.gitattributes'))).toBeDefined();
    expect(host.disk.find(relPath('.hatmax/lock'))).toBeUndefined();
    expect(host.disk.find(relPath('.hatmax/journal'))).toBeUndefined();
  });

  it('a second time is a reported no-op that touches no file', async () => {
    const host = memoryHost();
    const recorded = await readState(host);
    const plan = planTo(FIRST, host, recorded);
    await applyPlan(plan, host, { recorded });
    const times = ['src/a.ts', '.hatmax/state/service.todo.json'].map(
      (path) => host.files.lstat(relPath(path))?.ctimeNs,
    );
    expect((await applyPlan(plan, host, { recorded })).kind).toBe('nothing-to-do');
    expect(
      ['src/a.ts', '.hatmax/state/service.todo.json'].map((path) => host.files.lstat(relPath(path))?.ctimeNs),
    ).toEqual(times);
  });

  it('removes folders that deletions leave empty, and no other', async () => {
    const host = await applied();
    host.disk.put(relPath('src/mine.ts'), 'mine');
    await apply({ 'docs/new.md': { text: 'n' } }, host);
    expect(treeOf(host.disk)).toEqual({ 'docs/new.md': 'n', 'src/mine.ts': 'mine' });
    expect(host.disk.find(relPath('bin'))).toBeUndefined();
  });

  it('makes a folder where a file was, and a file where a folder was', async () => {
    const host = await applied();
    await apply({ 'src/a.ts/inner.ts': { text: 'i' }, bin: { text: 'file' } }, host);
    expect(treeOf(host.disk)).toEqual({ bin: 'file', 'src/a.ts/inner.ts': 'i' });
    expect((await undo(host)).kind).toBe('applied');
    expect(treeOf(host.disk)).toEqual({ 'bin/run': 'x #!\n', 'src/a.ts': 'a\n', 'src/b.ts': 'b\n' });
  });

  it('keeps the mode a person gave a file, but for the executable bit', async () => {
    const host = await applied();
    host.disk.put(relPath('src/a.ts'), 'a\n', 0o600);
    await apply({ ...FIRST, 'src/a.ts': { text: 'new\n', executable: true } }, host);
    expect(host.files.lstat(relPath('src/a.ts'))?.mode).toBe(0o700);
    await apply({ ...FIRST, 'src/a.ts': { text: 'new\n' } }, host);
    expect(host.files.lstat(relPath('src/a.ts'))?.mode).toBe(0o600);
  });

  it('keeps bytes that hatmax did not write when they are overwritten or deleted', async () => {
    const host = await applied();
    host.disk.put(relPath('src/a.ts'), 'my edit');
    host.disk.put(relPath('src/b.ts'), 'my other edit');
    await apply({ 'src/a.ts': { text: 'new\n' } }, host);
    expect(keptBytes(host.disk)).toEqual(expect.arrayContaining(['my edit', 'my other edit']));
    expect(keptBytes(host.disk)).toHaveLength(2);
    await apply({ 'src/a.ts': { text: 'newer\n' } }, host);
    expect(keptBytes(host.disk)).toHaveLength(2);
  });

  it('keeps one pack for a component, with all its bases', async () => {
    const host = await applied();
    await apply({ ...FIRST, 'src/a.ts': { text: 'new\n' } }, host);
    const packs = [...host.disk.snapshot()].filter(([path]) => path.startsWith('.hatmax/objects/'));
    expect(packs).toHaveLength(1);
    const other = memoryHost();
    await apply({ ...FIRST, 'src/a.ts': { text: 'new\n' } }, other);
    expect([...other.disk.snapshot()].filter(([path]) => path.startsWith('.hatmax/objects/'))).toEqual(packs);
  });

  it('parks the sides of a conflict, leaves the file, and clears up once it is over', async () => {
    const host = await applied();
    host.disk.put(relPath('src/a.ts'), 'mine');
    const conflict = {
      path: relPath('src/a.ts'),
      action: 'conflict',
      reason: 'overlap',
      expect: sha256('mine'),
    } as const;
    const sides = { base: bytes('a\n'), before: bytes('mine'), desired: bytes('new\n') };
    const { write: _, ...kept } = { write: undefined, ...conflict, ...sides };
    expect((await withChange(host, kept)).kind).toBe('applied');
    const parked = (name: string) => host.disk.snapshot().get(`.hatmax/conflicts/src/a.ts/${name}`);
    expect(['base', 'ours', 'theirs'].map(parked)).toEqual(['a\n', 'mine', 'new\n']);
    expect(treeOf(host.disk)['src/a.ts']).toBe('mine');
    await apply({ ...FIRST, 'src/a.ts': { text: 'new\n' } }, host);
    expect(parked('base')).toBeUndefined();
    expect(host.disk.find(relPath('.hatmax/conflicts'))).toBeUndefined();
  });
});

describe('what an apply refuses', () => {
  it('a file that changed since the plan was made, and then nothing is written', async () => {
    const host = await applied();
    const recorded = await readState(host);
    const plan = planTo({ 'src/a.ts': { text: 'new\n' }, 'src/new.ts': { text: 'n' } }, host, recorded);
    host.disk.put(relPath('src/a.ts'), 'edited meanwhile');
    host.disk.put(relPath('src/new.ts'), 'made meanwhile');
    const before = treeOf(host.disk);
    const outcome = await applyPlan(plan, host, { recorded });
    expect(outcome.kind).toBe('stale');
    expect(outcome.diagnostics.map(({ summary }) => summary)).toEqual([
      'src/a.ts was edited since the plan was made',
      'src/new.ts is there now since the plan was made',
    ]);
    expect(treeOf(host.disk)).toEqual(before);
  });

  it.each(['update', 'delete', 'create'])(
    'a file that changes while it applies (%s), and takes the rest back',
    async (what) => {
      const host = await applied();
      const target = what === 'create' ? 'src/z.ts' : 'src/b.ts';
      const next: Tree = { 'src/a.ts': { text: 'new\n' }, 'bin/run': { text: '#!\n', executable: true } };
      const tree =
        what === 'update'
          ? { ...next, 'src/b.ts': { text: 'b2\n' } }
          : what === 'create'
            ? { ...FIRST, ...next, 'src/z.ts': { text: 'z' } }
            : next;
      const from = treeOf(host.disk);
      // The edit comes in when the first file is already written: after all has been checked.
      let armed = true;
      const through = faultHost(host, (call) => {
        if (armed && call.path === 'src/a.ts') {
          armed = false;
          host.disk.put(relPath(target), 'edited just now');
        }
        return 'go';
      });
      const outcome = await apply(tree, host, through);
      expect(outcome.kind).toBe('stale');
      expect(codes(outcome)).toEqual(['HM4103']);
      expect(treeOf(host.disk)).toEqual({ ...from, [target]: 'edited just now' });
    },
  );

  it('a state that moved', async () => {
    const host = await applied();
    const recorded = await readState(host);
    const plan = planTo({ ...FIRST, 'src/c.ts': { text: 'c' } }, host, recorded);
    await apply({ ...FIRST, 'src/d.ts': { text: 'd' } }, host);
    const outcome = await applyPlan(plan, host, { recorded });
    expect([outcome.kind, ...codes(outcome)]).toEqual(['stale', 'HM4104']);
    expect(treeOf(host.disk)['src/c.ts']).toBeUndefined();
  });

  it.each([
    [
      'a symlink in its place',
      'HM4105',
      (host: MemoryHost) => host.disk.link(relPath('src/x.ts'), '/etc/passwd'),
    ],
    [
      'a symlink for its folder',
      'HM4105',
      (host: MemoryHost) => {
        host.disk.remove(relPath('src'));
        host.disk.link(relPath('src'), '/etc');
      },
    ],
    ['a folder in its place', 'HM4105', (host: MemoryHost) => host.disk.folder(relPath('src/x.ts'))],
    ['a name that differs in case', 'HM4107', (host: MemoryHost) => host.disk.put(relPath('src/X.ts'), '')],
    [
      'a folder that differs in case',
      'HM4107',
      (host: MemoryHost) => {
        host.disk.remove(relPath('src'));
        host.disk.put(relPath('Src/x.ts'), '');
      },
    ],
  ])('%s', async (_what, code, arrange) => {
    const host = memoryHost();
    host.disk.folder(relPath('src'));
    arrange(host);
    const before = treeOf(host.disk);
    expect(codes(await withChange(host, { path: relPath('src/x.ts') }))).toEqual([code]);
    expect(treeOf(host.disk)).toEqual(before);
  });

  it('its own folder, and two new names that differ in case', async () => {
    const host = memoryHost();
    expect(codes(await withChange(host, { path: relPath('.HATMAX/state/x.json') }))).toEqual(['HM4106']);
    const outcome = await apply({ 'src/A.ts': { text: '' }, 'src/a.ts': { text: '' } }, host);
    expect(codes(outcome)).toEqual(['HM4107']);
  });

  it('to write where it may not, naming the file and the reason', async () => {
    const host = await applied();
    const full = faultHost(host, (call) => (call.path.startsWith('src/') ? 'ENOSPC' : 'go'));
    const from = treeOf(host.disk);
    const outcome = await apply({ ...FIRST, 'src/a.ts': { text: 'new\n' } }, host, full);
    expect(outcome.kind).toBe('failed');
    expect(outcome.diagnostics[0]?.summary).toMatch(/src\/.*no space left on the disk \(ENOSPC\)/);
    expect(treeOf(host.disk)).toEqual(from);
    expect(codes(await apply(FIRST, memoryHost(), readOnly(memoryHost())))).toEqual(['HM4108']);
  });
});

describe('stopping and going on', () => {
  it('the first signal takes back what was written', async () => {
    const host = await applied();
    const from = treeOf(host.disk);
    const through = faultHost(host, (call) => {
      if (call.path === 'src/a.ts') host.interrupt();
      return 'go';
    });
    const outcome = await apply({ 'src/a.ts': { text: '1' }, 'src/b.ts': { text: '2' } }, host, through);
    expect([outcome.kind, ...codes(outcome)]).toEqual(['interrupted', 'HM4109']);
    expect(treeOf(host.disk)).toEqual(from);
    expect((await recoverApply(processOn(host.disk, 9))).kind).toBe('none');
  });

  it('a killed apply is told by those who only read, and finished by the next apply', async () => {
    const host = await applied();
    const killed = faultHost(host, (call) => (call.path === 'src/b.ts' ? 'kill' : 'go'));
    await expect(
      apply({ 'src/a.ts': { text: '1' }, 'src/b.ts': { text: '2' } }, host, killed),
    ).rejects.toThrow(Killed);
    expect(pendingApply(readOnly(processOn(host.disk, 9))).map(({ code }) => code)).toEqual(['HM4112']);
    const recovery = await recoverApply(processOn(host.disk, 9));
    expect(recovery.kind === 'finished' && codes(recovery)).toEqual(['HM4102', 'HM4110']);
    expect(treeOf(host.disk)).toEqual({ 'src/a.ts': '1', 'src/b.ts': '2' });
    expect(pendingApply(host)).toEqual([]);
  });

  it('undo refuses where a file was edited since, and says which', async () => {
    const host = await applied();
    await apply({ 'src/a.ts': { text: '1' } }, host);
    host.disk.put(relPath('src/a.ts'), 'edited');
    const outcome = await undo(host);
    expect(outcome.kind).toBe('stale');
    expect(outcome.diagnostics[0]?.summary).toContain('src/a.ts');
    expect(treeOf(host.disk)).toEqual({ 'src/a.ts': 'edited' });
  });
});

describe('the stat index after an apply', () => {
  const spec = sha256('spec');
  const settle = async (host: MemoryHost, tree: Tree) => {
    const recorded = await readState(host);
    return applyPlan(planTo(tree, host, recorded), host, {
      recorded,
      index: { build: 'b', spec, quiet: true },
    });
  };

  it('answers that nothing moved, until something does', async () => {
    const host = memoryHost();
    await settle(host, FIRST);
    const settled = (build = 'b', of = spec) => isSettled(readOnly(host).files, build, of);
    expect(settled()).toBe(true);
    expect(settled('other')).toBe(false);
    expect(settled('b', sha256('other'))).toBe(false);
    host.disk.put(relPath('src/a.ts'), 'a\n');
    expect(settled()).toBe(true);
    host.disk.put(relPath('src/a.ts'), 'z\n');
    expect(settled()).toBe(false);
    host.disk.put(relPath('src/a.ts'), 'a\n', 0o755);
    expect(settled()).toBe(false);
    host.disk.put(relPath('src/a.ts'), 'a\n');
    host.disk.put(relPath('.hatmax/state/project.json'), '{}');
    expect(settled()).toBe(false);
    host.disk.remove(relPath('.hatmax/state/project.json'));
    expect(settled()).toBe(true);
    host.disk.remove(relPath('bin/run'));
    expect(settled()).toBe(false);
  });

  it('is passed over when it is damaged or leads out of the project', async () => {
    const host = memoryHost();
    await settle(host, FIRST);
    const index = relPath('.hatmax/cache/index');
    const whole = host.files.read(index);
    for (let at = 0; at < whole.length; at++) {
      const altered = whole.slice();
      altered[at] = (altered[at] ?? 0) ^ 4;
      host.disk.put(index, altered);
      expect(() => isSettled(host.files, 'b', spec)).not.toThrow();
      expect(isSettled(host.files, 'c', spec)).toBe(false);
    }
  });
});
