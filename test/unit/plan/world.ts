import type { Ownership } from '../../../src/capability/capability.ts';
import type { DesiredComponent, DesiredFile, DesiredGraph } from '../../../src/desired/graph.ts';
import { type Address, address } from '../../../src/graph/address.ts';
import { type Sha256, sha256 } from '../../../src/host/sha256.ts';
import { contentHash } from '../../../src/merge/line-endings.ts';
import { type RelPath, relPath } from '../../../src/path/rel-path.ts';
import type { Actual, ActualEntry } from '../../../src/plan/actual.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import type { PlanOptions } from '../../../src/plan/options.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import type { RecordedComponent, RecordedState } from '../../../src/state/recorded.ts';
import type { Generation } from '../../../src/system/system.ts';

export interface FileSpec {
  readonly path: string;
  readonly text: string;
  readonly ownership?: Ownership | 'ignored';
  readonly executable?: boolean;
  readonly template?: string;
}

export type Spec = Readonly<Record<string, readonly FileSpec[]>>;

export interface DiskFile {
  readonly bytes: Uint8Array;
  readonly executable: boolean;
}

/** A project in memory: what is on disk, on record and in the packs. Plans are carried out by the book, with no files. */
export interface World {
  readonly disk: ReadonlyMap<string, DiskFile | 'symlink' | 'folder'>;
  readonly recorded: ReadonlyMap<Address, RecordedComponent>;
  readonly objects: ReadonlyMap<Sha256, Uint8Array>;
}

export const EMPTY: World = { disk: new Map(), recorded: new Map(), objects: new Map() };
export const MERGE: Generation = { onDrift: 'merge', ignore: [], createOnce: [] };

export const bytesOf = (text: string) => new TextEncoder().encode(text);
export const textOf = (bytes: Uint8Array) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

export interface Request extends Partial<PlanOptions> {
  readonly generation?: Partial<Generation>;
  readonly moves?: Readonly<Record<string, string>>;
  readonly release?: readonly string[];
  readonly renamedParts?: DesiredGraph['renamedParts'];
  readonly keptParts?: DesiredGraph['keptParts'];
  readonly dependsOn?: Readonly<Record<string, readonly string[]>>;
  readonly notices?: DesiredComponent['notices'];
  readonly state?: RecordedState;
  /** Turns every list round: the plan may not notice. */
  readonly reversed?: boolean;
}

export function planOf(world: World, spec: Spec, request: Request = {}): Plan {
  const {
    generation,
    moves,
    release,
    dependsOn,
    notices,
    state,
    reversed,
    renamedParts,
    keptParts,
    ...options
  } = request;
  const turned = <T>(items: readonly T[]) => (reversed ? [...items].reverse() : items);
  const desired: DesiredGraph = {
    components: turned(
      Object.entries(spec).map(([name, files]) => componentOf(world, name, turned(files), request)),
    ),
    generation: { ...MERGE, ...generation },
    moves: Object.entries(moves ?? {}).map(([from, to]) => ({ from: address(from), to: address(to) })),
    removals: (release ?? []).map((from) => ({ from: address(from), delete: false })),
    renamedParts: renamedParts ?? [],
    keptParts: keptParts ?? [],
  };
  const recorded = state ?? recordedState(world, turned);
  return makePlan({
    desired,
    recorded,
    actual: actualOf(world, spec, turned),
    bases: world.objects,
    options: { hatmax: '1.0.0', ...options },
  });
}

function recordedState(world: World, turned: <T>(items: readonly T[]) => readonly T[]): RecordedState {
  if (world.recorded.size === 0) return { kind: 'absent' };
  const components = turned([...world.recorded]).map(
    ([name, component]) => [name, { ...component, files: new Map(turned([...component.files])) }] as const,
  );
  return { kind: 'present', components: new Map(components), hash: sha256('') };
}

function componentOf(
  world: World,
  name: string,
  files: readonly FileSpec[],
  { dependsOn, notices }: Request,
): DesiredComponent {
  const sorted = [...files].sort((one, other) => (one.path < other.path ? -1 : 1));
  const digest = sha256(JSON.stringify([name, sorted]));
  const same = world.recorded.get(address(name))?.digest === digest;
  return {
    address: address(name),
    digest,
    dependsOn: (dependsOn?.[name] ?? []).map(address),
    at: [name],
    facts: { files: files.length },
    notices: (notices ?? []).filter((notice) => files.some((file) => file.path === notice.path)),
    files: same ? { kind: 'as-recorded' } : { kind: 'rendered', files: files.map(fileOf) },
  };
}

function fileOf({
  path,
  text,
  ownership = 'generated',
  executable = false,
  template = path,
}: FileSpec): DesiredFile {
  return {
    path: relPath(path),
    ownership,
    executable,
    template,
    at: [],
    content: { kind: 'text', text, hash: sha256(text) },
  };
}

export function entryOf(file: DiskFile | 'symlink' | 'folder' | undefined): ActualEntry {
  if (file === undefined) return { kind: 'absent' };
  if (typeof file === 'string') return { kind: 'other', found: file };
  return {
    kind: 'file',
    raw: sha256(file.bytes),
    content: contentHash(file.bytes),
    executable: file.executable,
    bytes: file.bytes,
  };
}

function actualOf(world: World, spec: Spec, turned: <T>(items: readonly T[]) => readonly T[]): Actual {
  const paths = new Set<string>(Object.values(spec).flatMap((files) => files.map((file) => file.path)));
  for (const component of world.recorded.values()) for (const path of component.files.keys()) paths.add(path);
  const entries = turned([...paths]).map((path) => [relPath(path), entryOf(world.disk.get(path))] as const);
  const twins = new Map<RelPath, string>();
  for (const [path, entry] of entries) {
    if (entry.kind !== 'absent') continue;
    const twin = [...world.disk.keys()].find(
      (other) => other !== path && other.toLowerCase() === path.toLowerCase(),
    );
    if (twin !== undefined) twins.set(path, twin);
  }
  return { entries: new Map(entries), twins };
}

/** Carries a plan out, and refuses what does not find what it expects. */
export function carryOut(world: World, plan: Plan): World {
  const disk = new Map(world.disk);
  for (const change of plan.changes) {
    const entry = entryOf(world.disk.get(change.from ?? change.path));
    const writes = change.write !== undefined || change.action === 'delete';
    if (!writes) continue;
    const found = entry.kind === 'file' ? entry.raw : entry.kind;
    if (found !== change.expect) throw new Error(`${change.path}: expected ${change.expect}, found ${found}`);
    if (change.from !== undefined && disk.has(change.path))
      throw new Error(`${change.path} is there already`);
    disk.delete(change.from ?? change.path);
    if (change.write !== undefined)
      disk.set(change.path, { bytes: change.write, executable: change.executable });
  }
  const recorded = new Map(world.recorded);
  const objects = new Map(world.objects);
  for (const component of plan.components) {
    recorded.delete(component.from ?? component.address);
    if (component.next === undefined) continue;
    const { newBases, ...next } = component.next;
    for (const [hash, bytes] of newBases) objects.set(hash, bytes);
    recorded.set(component.address, { ...next, pack: undefined });
  }
  return { disk, recorded, objects };
}

export function applied(spec: Spec, request: Request = {}): World {
  return carryOut(EMPTY, planOf(EMPTY, spec, request));
}

export function edit(world: World, path: string, text: string | undefined, executable?: boolean): World {
  const disk = new Map(world.disk);
  const before = disk.get(path);
  const was = typeof before === 'object' && before.executable;
  if (text === undefined) disk.delete(path);
  else disk.set(path, { bytes: bytesOf(text), executable: executable ?? was });
  return { ...world, disk };
}

export function onDisk(world: World, path: string): string | undefined {
  const file = world.disk.get(path);
  return typeof file === 'object' ? textOf(file.bytes) : file;
}

/** `merge edited-and-rendered-anew` for one path; `none` where the plan does nothing to it. */
export function fateOf(plan: Plan, path: string): string {
  const change = plan.changes.find((found) => found.path === path);
  return change === undefined ? 'none' : `${change.action} ${change.reason}`;
}
