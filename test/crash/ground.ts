import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { nodeHost } from '../../src/host/node.ts';
import { apply } from '../../src/operations/apply.ts';
import { placeOf } from '../../src/operations/place.ts';
import { plan } from '../../src/operations/plan.ts';
import { savePlan } from '../../src/operations/saved-plan.ts';
import { stateHash } from '../../src/state/store.ts';
import { verifyState } from '../../src/state/verify.ts';
import { tree } from '../cli/hatmax.ts';
import { run } from './at-call.ts';
import { type Ground, type Scene, SPEC } from './scenes.ts';

/** In memory where the machine has such a place: what is killed needs no disk, and thousands of trees are made. */
const SHARED_MEMORY = '/dev/shm';

export function crashFolder(): string {
  const inMemory = statSync(SHARED_MEMORY, { throwIfNoEntry: false })?.isDirectory() === true;
  return mkdtempSync(join(inMemory ? SHARED_MEMORY : tmpdir(), 'hatmax-crash-'));
}

export function groundAt(root: string): Ground {
  return {
    read: (path) => readFileSync(join(root, path), 'utf8'),
    write: (path, text) => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    },
  };
}

const placeAt = (root: string) => {
  const { value } = placeOf(nodeHost(root), 'hatmax.yml');
  if (value === undefined) throw new Error(`no place: ${root}`);
  return value;
};

/** A tree that the first spec was applied to. */
export async function makeBase(folder: string): Promise<void> {
  const base = join(folder, 'base');
  mkdirSync(base);
  writeFileSync(join(base, 'hatmax.yml'), SPEC);
  const planned = (await plan(placeAt(base), {})).value;
  if (planned === undefined) throw new Error('no plan');
  expect((await apply(placeAt(base), planned, { lockTimeout: 0 })).kind).toBe('applied');
}

/** With times and modes. The system's own tool takes a tenth of the time of Node's. */
export function copyTree(from: string, to: string): void {
  execFileSync('cp', ['-a', from, to]);
}

/** The tree of a scene as it stands before the command. */
export function stage(folder: string, scene: Scene, name: string): string {
  const root = join(folder, name);
  if (scene.fresh) {
    mkdirSync(root);
    writeFileSync(join(root, 'hatmax.yml'), SPEC);
  } else copyTree(join(folder, 'base'), root);
  scene.prepare(groundAt(root));
  return root;
}

/** The plan of a scene as a file, for a process that has nothing to do but to carry it out. */
export async function savedPlan(folder: string, scene: Scene): Promise<string> {
  const root = stage(folder, scene, `${scene.name}-planned`);
  const mode = scene.command === 'destroy' ? 'destroy' : 'normal';
  const planned = (await plan(placeAt(root), { mode })).value;
  if (planned === undefined) throw new Error('no plan');
  const file = join(folder, `${scene.name}.plan`);
  writeFileSync(file, savePlan(placeAt(root), planned));
  rmSync(root, { recursive: true });
  return file;
}

export function filesOf(root: string): Record<string, string> {
  const all = [...tree(root)].filter(([path]) => !path.startsWith('.hatmax'));
  return Object.fromEntries(all.map(([path, { content }]) => [path, content]));
}

export function stateOf(root: string): string | undefined {
  return stateHash(nodeHost(root).files);
}

/** What an undisturbed command does. */
export interface Rehearsed {
  readonly from: Readonly<Record<string, string>>;
  readonly to: Readonly<Record<string, string>>;
  readonly states: readonly (string | undefined)[];
  readonly calls: number;
  readonly looks: number;
}

export async function rehearse(root: string, args: readonly string[]): Promise<Rehearsed> {
  const [from, before] = [filesOf(root), stateOf(root)];
  const { code, calls, looks, said } = await run(root, args);
  expect([0, 3], said).toContain(code);
  const result = { from, to: filesOf(root), states: [before, stateOf(root)], calls, looks };
  rmSync(root, { recursive: true });
  return result;
}

/** The tree is what it was or what was planned, and the record says so. */
export function expectWhole(root: string, { from, to, states }: Rehearsed, what: string): void {
  const host = nodeHost(root);
  expect(verifyState(host), what).toEqual([]);
  const state = stateHash(host.files);
  expect(states, what).toContain(state);
  expect(filesOf(root), what).toEqual(state === states[1] ? to : from);
  expectNothingLeft(root, what);
}

export function expectNothingLeft(root: string, what: string): void {
  const left = [...tree(root).keys()].filter((path) => /\.hatmax-|^\.hatmax\/journal|\.tmp$/.test(path));
  expect(left, what).toEqual([]);
}

const PROCESSES = 3;

/** A few at a time: most of it is waiting for processes. */
export async function sideBySide<T>(
  items: readonly T[],
  act: (item: T, row: number) => Promise<void>,
): Promise<void> {
  const rows = items.entries();
  const work = async (): Promise<void> => {
    for (const [row, item] of rows) await act(item, row);
  };
  await Promise.all(Array.from({ length: PROCESSES }, work));
}

/** So many calls of all, spread evenly; all of them where that is asked for. */
export function spread(calls: number, points: number | 'all'): readonly number[] {
  if (points === 'all' || calls <= points) return Array.from({ length: calls }, (_, row) => row + 1);
  return Array.from({ length: points }, (_, row) => 1 + Math.floor(((row + 0.5) * calls) / points));
}
