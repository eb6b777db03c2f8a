import { beforeAll, describe, expect, it } from 'vitest';
import { type Recovery, recoverApply } from '../../src/apply/recover.ts';
import { type Fate, faultHost, Killed, type MutatingCall } from '../../src/host/fault.ts';
import { foldersAbove } from '../../src/host/folder.ts';
import { type MemoryHost, memoryHost } from '../../src/host/memory.ts';
import { type FolderNode, MemoryDisk } from '../../src/host/memory-disk.ts';
import type { FaultCode, Host } from '../../src/host/ports.ts';
import { readOnly } from '../../src/host/read-only.ts';
import { type ApplyOutcome, apply } from '../../src/operations/apply.ts';
import type { Place } from '../../src/operations/place.ts';
import { type Planned, plan } from '../../src/operations/plan.ts';
import { undo } from '../../src/operations/undo.ts';
import { type RelPath, relPath } from '../../src/path/rel-path.ts';
import { stateHash } from '../../src/state/store.ts';
import { verifyState } from '../../src/state/verify.ts';
import { spread } from './ground.ts';
import { type Ground, HAND, type Scene, SPEC, scenes } from './scenes.ts';

/** Calls to try of each scene and trouble, of plans of the real generator; `HATMAX_REFUSAL_POINTS=all` tries every one. */
const { HATMAX_REFUSAL_POINTS: asked } = process.env;
const POINTS = asked === 'all' ? 'all' : Number(asked ?? 6);

/** They take turns from call to call: the engine says them in other words, and does the same with each. */
const CODES: readonly FaultCode[] = ['ENOSPC', 'EACCES', 'EIO', 'EROFS', 'EXDEV'];
const REFUSALS = POINTS === 'all' ? 'all' : POINTS * CODES.length;
const codeOf = (n: number): FaultCode => CODES[n % CODES.length] ?? 'EIO';

const HATMAX_YML = relPath('hatmax.yml');
let processes = 100;

/** A process of its own, in which nobody else runs. */
const processOn = (disk: MemoryDisk): MemoryHost =>
  memoryHost({ disk, pid: processes++, running: new Set() });
const placeOn = (host: Host): Place => ({ host, spec: HATMAX_YML });

function groundOf(disk: MemoryDisk): Ground {
  return {
    read: (path) => {
      const node = disk.find(relPath(path));
      return node?.kind === 'file' ? Buffer.from(node.content).toString('utf8') : '';
    },
    write: (path, text) => disk.put(relPath(path), text),
  };
}

function copyOf(disk: MemoryDisk): MemoryDisk {
  const copy = new MemoryDisk();
  const walk = (folder: FolderNode, prefix: string): void => {
    for (const [name, node] of folder.entries) {
      const path = `${prefix}${name}` as RelPath;
      if (node.kind === 'file') copy.put(path, node.content, node.mode);
      else if (node.kind === 'folder') {
        copy.folder(path);
        walk(node, `${path}/`);
      }
    }
  };
  walk(disk.root, '');
  return copy;
}

function treeOf(disk: MemoryDisk): Record<string, string> {
  return Object.fromEntries([...disk.snapshot()].filter(([path]) => !path.startsWith('.hatmax/')));
}

const hashOf = (disk: MemoryDisk) => stateHash(processOn(disk).files);

const base = new MemoryDisk();
beforeAll(async () => {
  base.put(HATMAX_YML, SPEC);
  const place = placeOn(processOn(base));
  const { value } = await plan(place, {});
  if (value !== undefined) await apply(place, value, { lockTimeout: 0 });
});

interface Staged {
  readonly disk: MemoryDisk;
  readonly planned: Planned | undefined;
  readonly from: Record<string, string>;
  readonly to: Record<string, string>;
  readonly states: readonly (string | undefined)[];
  readonly calls: readonly MutatingCall[];
}

const carryOut = (host: Host, planned: Planned | undefined): Promise<ApplyOutcome> =>
  planned === undefined ? undo(placeOn(host), 0) : apply(placeOn(host), planned, { lockTimeout: 0 });

async function stage(scene: Scene): Promise<Staged> {
  const disk = scene.fresh ? new MemoryDisk() : copyOf(base);
  if (scene.fresh) disk.put(HATMAX_YML, SPEC);
  scene.prepare(groundOf(disk));
  const mode = scene.command === 'destroy' ? 'destroy' : 'normal';
  const made = await plan(placeOn(processOn(disk)), { mode });
  const planned = scene.command === 'undo' ? undefined : made.value;
  const whole = copyOf(disk);
  const counted = faultHost(processOn(whole), () => 'go');
  expect((await carryOut(counted, planned)).kind).toBe('applied');
  const states = [hashOf(disk), hashOf(whole)];
  return { disk, planned, from: treeOf(disk), to: treeOf(whole), states, calls: counted.calls };
}

function expectWhole(disk: MemoryDisk, { from, to, states }: Staged, what: string): void {
  expect(verifyState(processOn(disk)), what).toEqual([]);
  const state = hashOf(disk);
  expect(states, what).toContain(state);
  expect(treeOf(disk), what).toEqual(state === states[1] ? to : from);
  expectNothingLeft(disk, what);
}

function expectNothingLeft(disk: MemoryDisk, what: string): void {
  // A lock whose holder could not give it back is taken over by the next one, with what else it left of it.
  const left = [...disk.snapshot().keys()].filter((path) => /\.hatmax-|^\.hatmax\/journal/.test(path));
  expect(left, what).toEqual([]);
}

async function unlessKilled<T>(run: Promise<T>): Promise<T | undefined> {
  try {
    return await run;
  } catch (fault) {
    if (fault instanceof Killed) return undefined;
    throw fault;
  }
}

const at =
  (number: number, fate: Fate) =>
  (call: MutatingCall): Fate =>
    call.number === number ? fate : 'go';

function random(seed: number): () => number {
  let state = Math.imul(seed, 2_654_435_761) | 1;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >> 8) / 0x7fffff;
  };
}

const said = ({ diagnostics }: { diagnostics: readonly { summary: string }[] }): string =>
  diagnostics.map(({ summary }) => summary).join('\n');

describe.each(scenes)('$name', (scene) => {
  let real: Staged;
  beforeAll(async () => {
    real = await stage(scene);
  });

  const each = async (
    act: (real: Staged, disk: MemoryDisk, n: number) => Promise<void>,
    points: number | 'all' = POINTS,
  ): Promise<void> => {
    for (const n of spread(real.calls.length, points)) await act(real, copyOf(real.disk), n);
  };

  it('refused at one call is taken back, and says what failed', async () => {
    await each(async (real, disk, n) => {
      const code = codeOf(n);
      const outcome = await carryOut(faultHost(processOn(disk), at(n, code)), real.planned);
      const call = real.calls[n - 1];
      const what = `${code} at ${n}, ${call?.operation} ${call?.path}: ${outcome.kind}`;
      if (outcome.kind === 'failed') expect(said(outcome), what).toContain(code);
      expect(outcome.kind, what).toMatch(/^(applied|failed)$/);
      if (outcome.kind === 'failed') expect(treeOf(disk), what).toEqual(real.from);
      expectWhole(disk, real, what);
    }, REFUSALS);
  });

  it('refused from one call on is recovered once the machine works again', async () => {
    await each(async (real, disk, n) => {
      const code = codeOf(n);
      const refusing = faultHost(processOn(disk), ({ number }) => (number >= n ? code : 'go'));
      const outcome = await carryOut(refusing, real.planned);
      const what = `${code} from ${n} on: ${outcome.kind}`;
      expect(outcome.kind, what).toMatch(/^(applied|failed)$/);
      if (outcome.kind === 'failed') expect(said(outcome), what).toContain(code);
      const recovery = await recoverApply(processOn(disk));
      expect(recovery.kind, what).toMatch(/^(none|finished|taken-back)$/);
      expectWhole(disk, real, what);
    }, REFUSALS);
  });

  it('interrupted is taken back', async () => {
    await each(async (real, disk, n) => {
      const host = processOn(disk);
      const outcome = await carryOut(
        faultHost(host, ({ number }) => {
          if (number === n) host.interrupt();
          return 'go';
        }),
        real.planned,
      );
      const what = `interrupted at ${n}: ${outcome.kind}`;
      expect(outcome.kind, what).toMatch(/^(applied|interrupted)$/);
      expect(treeOf(disk), what).toEqual(outcome.kind === 'applied' ? real.to : real.from);
      expectWhole(disk, real, what);
    });
  });

  it('killed with what was not synced dropped is finished or taken back', async () => {
    await each(async (real, disk, n) => {
      const next = random(n);
      await unlessKilled(carryOut(faultHost(processOn(disk), at(n, 'kill')), real.planned));
      const odds = [0, 0.5, 1][n % 3] ?? 0;
      disk.losePower(() => next() < odds);
      const again = 1 + Math.floor(next() * 12);
      await unlessKilled(recoverApply(faultHost(processOn(disk), at(again, 'kill'))));
      disk.losePower(() => next() < odds);
      await recoverApply(processOn(disk));
      disk.losePower(() => false);
      await recoverApply(processOn(disk));
      expectWhole(disk, real, `power lost at ${n}, recovery killed at ${again}`);
    });
  });

  it('edited while it is carried out, the edit stays', async () => {
    await each(async (real, disk, n) => {
      const paths = [...new Set([...Object.keys(real.from), ...Object.keys(real.to)])].filter(
        (path) => real.from[path] !== real.to[path],
      );
      const path = relPath(paths[n % paths.length] ?? '');
      let edited = false;
      const host = faultHost(processOn(disk), ({ number }) => {
        const free = foldersAbove(path).every((folder) => disk.find(folder)?.kind !== 'file');
        if (number === n && free && disk.find(path)?.kind !== 'folder') {
          disk.put(path, HAND);
          edited = true;
        }
        return 'go';
      });
      const outcome = await carryOut(host, real.planned);
      const what = `${path} edited at ${n}: ${outcome.kind}`;
      expect(outcome.kind, what).toMatch(/^(applied|stale)$/);
      if (edited) expect([...disk.snapshot().values()], what).toContain(HAND);
      expect(verifyState(processOn(disk)), what).toEqual([]);
      expectNothingLeft(disk, what);
      const others = ({ [path]: _, ...rest }: Record<string, string>) => rest;
      const possible = outcome.kind === 'applied' ? real.to : real.from;
      expect(others(treeOf(disk)), what).toEqual(others(possible));
    });
  });

  it('killed, its recovery refused at any call can be gone on with', async () => {
    const killed = copyOf(real.disk);
    const middle = Math.floor(real.calls.length / 2);
    await unlessKilled(carryOut(faultHost(processOn(killed), at(middle, 'kill')), real.planned));
    const counted = faultHost(processOn(copyOf(killed)), () => 'go');
    expect((await recoverApply(counted)).kind).toBe('finished');
    for (const n of spread(counted.calls.length, POINTS)) {
      const disk = copyOf(killed);
      const code = codeOf(n);
      const refused = await recoverApply(faultHost(processOn(disk), at(n, code)));
      const what = `${code} at ${n} of recovery: ${refused.kind}`;
      expect(refused.kind, what).toMatch(/^(finished|taken-back|stuck)$/);
      await recoverApply(processOn(disk));
      expectWhole(disk, real, what);
    }
  });

  it('on a read-only mount changes nothing and says so', async () => {
    const { planned, from } = real;
    const disk = copyOf(real.disk);
    const outcome = await carryOut(readOnly(processOn(disk)), planned);
    expect([outcome.kind, said(outcome)]).toEqual(['failed', expect.stringContaining('EROFS')]);
    expect(treeOf(disk)).toEqual(from);
  });
});

describe('a person who puts a new file where a folder was, before recovery', () => {
  const moving = scenes.filter(({ name }) => ['create', 'move', 'delete', 'destroy', 'undo'].includes(name));

  it.each(moving)('keeps it: $name', async (scene) => {
    const real = await stage(scene);
    for (const n of spread(real.calls.length, POINTS)) {
      const disk = copyOf(real.disk);
      await unlessKilled(carryOut(faultHost(processOn(disk), at(n, 'kill')), real.planned));
      const folders = ['services/todo', 'services/todo/src/http', 'packages', 'services'];
      const path = relPath(folders[n % folders.length] ?? 'services');
      if (foldersAbove(path).some((folder) => disk.find(folder)?.kind !== 'folder')) continue;
      if (disk.find(path) !== undefined) disk.remove(path);
      disk.put(path, HAND);
      const recovery: Recovery | { kind: string } = await recoverApply(processOn(disk));
      const what = `a file at ${path}, killed at ${n}: ${recovery.kind}`;
      expect(recovery.kind, what).toMatch(/^(none|finished|taken-back)$/);
      const others = (tree: Record<string, string>) =>
        Object.fromEntries(
          Object.entries(tree).filter(([one]) => one !== path && !one.startsWith(`${path}/`)),
        );
      expect(treeOf(disk)[path], what).toBe(HAND);
      expect([others(real.from), others(real.to)], what).toContainEqual(others(treeOf(disk)));
      expect(verifyState(processOn(disk)), what).toEqual([]);
      expectNothingLeft(disk, what);
    }
  });
});
