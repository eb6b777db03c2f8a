import { address } from '../../../src/graph/address.ts';
import type { MemoryHost } from '../../../src/host/memory.ts';
import { memoryHost } from '../../../src/host/memory.ts';
import type { MemoryDisk } from '../../../src/host/memory-disk.ts';
import type { Host } from '../../../src/host/ports.ts';
import { type Sha256, sha256 } from '../../../src/host/sha256.ts';
import { contentHash } from '../../../src/merge/line-endings.ts';
import { type RelPath, relPath } from '../../../src/path/rel-path.ts';
import type { ComponentChange, FileChange, Plan } from '../../../src/plan/plan.ts';
import type { RecordedFile, RecordedState } from '../../../src/state/recorded.ts';

/** A file as a plan leaves it: what is rendered, and what is on disk where an edit is kept in it. */
export interface Sketch {
  readonly text: string;
  readonly executable?: boolean;
  /** What a merge leaves on disk, in place of `text`. */
  readonly merged?: string;
  /** Where it was before. */
  readonly from?: string;
}

export type Tree = Readonly<Record<string, Sketch>>;

export const COMPONENT = address('service.todo');

export function processOn(disk: MemoryDisk, pid: number): MemoryHost {
  return memoryHost({ disk, pid, running: new Set() });
}

/** A plan from what is on the memory disk and recorded to a tree, as the decision table would make it. */
export function planTo(tree: Tree, host: Pick<Host, 'files'>, recorded: RecordedState): Plan {
  const old =
    recorded.kind === 'present' ? (recorded.components.get(COMPONENT)?.files ?? new Map()) : new Map();
  const moved = new Set(Object.values(tree).flatMap(({ from }) => from ?? []));
  const gone = [...old.keys()].filter((path: RelPath) => tree[path] === undefined && !moved.has(path));
  const changes = [
    ...Object.entries(tree).flatMap(([path, sketch]) => changeTo(relPath(path), sketch, host)),
    ...gone.flatMap((path) => deletion(path, host)),
  ].sort((a, b) => (a.path < b.path ? -1 : 1));
  return { hatmax: '0.3.0', mode: 'normal', changes, drift: [], notices: [], components: [recordOf(tree)] };
}

function changeTo(path: RelPath, sketch: Sketch, host: Pick<Host, 'files'>): FileChange[] {
  const write = bytes(sketch.merged ?? sketch.text);
  const executable = sketch.executable ?? false;
  const shared = { path, component: COMPONENT, ownership: 'generated', executable, write } as const;
  const desired = bytes(sketch.text);
  if (sketch.from !== undefined) {
    const from = relPath(sketch.from);
    return [{ ...shared, from, action: 'move', reason: 'moved', expect: hashAt(from, host), desired }];
  }
  const expect = hashAt(path, host);
  if (expect === 'absent') return [{ ...shared, action: 'create', reason: 'new', expect, desired }];
  const isExecutable = ((host.files.lstat(path)?.mode ?? 0) & 0o100) !== 0;
  if (expect === sha256(write) && isExecutable === executable) return [];
  return [{ ...shared, action: 'update', reason: 'rendered-anew', expect, desired }];
}

function deletion(path: RelPath, host: Pick<Host, 'files'>): FileChange[] {
  const expect = hashAt(path, host);
  if (expect === 'absent') return [];
  const shared = { component: COMPONENT, ownership: 'generated', executable: false } as const;
  return [{ ...shared, path, action: 'delete', reason: 'removed-from-spec', expect }];
}

function recordOf(tree: Tree): ComponentChange {
  const files = new Map<RelPath, RecordedFile>();
  const newBases = new Map<Sha256, Uint8Array>();
  for (const [path, sketch] of Object.entries(tree).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const base = sha256(sketch.text);
    newBases.set(base, bytes(sketch.text));
    files.set(relPath(path), {
      ownership: 'generated',
      executable: sketch.executable ?? false,
      template: 'atom/files/x.hbs',
      at: ['services.todo'],
      base,
      applied: contentHash(bytes(sketch.merged ?? sketch.text)),
      unaccepted: sketch.merged !== undefined,
    });
  }
  const digest = sha256(JSON.stringify(tree));
  const at = ['services.todo'];
  const next = {
    format: 1,
    address: COMPONENT,
    hatmax: '0.3.0',
    digest,
    dependsOn: [],
    at,
    facts: { rows: Object.keys(tree).length },
    files,
    newBases,
  } as const;
  if (files.size === 0) return { address: COMPONENT, action: 'delete' };
  return { address: COMPONENT, action: 'update', next };
}

function hashAt(path: RelPath, host: Pick<Host, 'files'>): Sha256 | 'absent' {
  return host.files.lstat(path)?.kind !== 'file' ? 'absent' : sha256(host.files.read(path));
}

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** The tree without what is hatmax's own. */
export function treeOf(disk: MemoryDisk): Record<string, string> {
  return Object.fromEntries([...disk.snapshot()].filter(([path]) => !path.startsWith('.hatmax')));
}

/** All bytes hatmax put aside. */
export function keptBytes(disk: MemoryDisk): readonly string[] {
  return [...disk.snapshot()]
    .filter(([path]) => path.startsWith('.hatmax/undo/objects/'))
    .map(([, text]) => text);
}
