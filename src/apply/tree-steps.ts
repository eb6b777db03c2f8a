import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { foldersAbove, inFolder } from '../host/folder.ts';
import type { FileStat, Files } from '../host/ports.ts';
import { type Sha256, sha256 } from '../host/sha256.ts';
import type { RelPath } from '../path/rel-path.ts';
import type { FileChange, Plan } from '../plan/plan.ts';
import { blocked, reserved, stale } from './diagnostics.ts';
import { type FileVersion, matches, type Step } from './step.ts';
import { twinFaults } from './twins.ts';

/** What a plan does to the tree, held against what is there now. */
export interface TreeSteps {
  readonly steps: readonly Step[];
  /** Bytes to write, and bytes that are there now, by hash. */
  readonly contents: Map<Sha256, Uint8Array>;
  /** Hashes of bytes that are there now and that hatmax may not have rendered. */
  readonly foreign: readonly Sha256[];
  readonly diagnostics: readonly Diagnostic[];
}

interface Wanted {
  readonly path: RelPath;
  readonly expect: Sha256 | 'absent';
  readonly after: { readonly bytes: Uint8Array | undefined; readonly executable: boolean } | null;
  readonly base: Sha256 | undefined;
}

export type BaseOf = (path: RelPath) => Sha256 | undefined;

export function treeSteps(plan: Plan, files: Files, baseOf: BaseOf): TreeSteps {
  const wanted = plan.changes
    .flatMap((change) => wantedOf(change, baseOf))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const stats = files.lstatAll(wanted.map(({ path }) => path));
  const going = new Set(wanted.flatMap(({ path, after }) => (after === null ? path : [])));
  const looking = new Looking(files, going);
  wanted.forEach((want, row) => {
    looking.at(want, stats[row]);
  });
  const steps = inOrder(looking.steps);
  const diagnostics = [...looking.diagnostics, ...twinFaults(steps, files)];
  return { steps, contents: looking.contents, foreign: looking.foreign, diagnostics };
}

function wantedOf(change: FileChange, baseOf: BaseOf): Wanted[] {
  const { path, from, action, write, executable, expect } = change;
  const base = baseOf(from ?? path);
  if (expect === 'not-a-file') return [];
  const left = { bytes: write, executable };
  switch (action) {
    case 'create':
    case 'update':
    case 'merge':
      return write === undefined && expect === 'absent' ? [] : [{ path, expect, after: left, base }];
    case 'move':
      if (from === undefined) return [{ path, expect, after: left, base }];
      return [
        { path, expect: 'absent', after: left, base },
        { path: from, expect, after: null, base },
      ];
    case 'delete':
      return expect === 'absent' ? [] : [{ path, expect, after: null, base }];
    case 'no-op':
    case 'adopt':
    case 'orphan':
    case 'keep':
      return [];
    case 'conflict':
      // Markers, where somebody asked for them.
      return write === undefined ? [] : [{ path, expect, after: left, base }];
  }
}

class Looking {
  readonly #files: Files;
  readonly steps: Step[] = [];
  readonly contents = new Map<Sha256, Uint8Array>();
  readonly foreign: Sha256[] = [];
  readonly diagnostics: Diagnostic[] = [];

  readonly #going: ReadonlySet<RelPath>;

  constructor(files: Files, going: ReadonlySet<RelPath>) {
    this.#files = files;
    this.#going = going;
  }

  at(want: Wanted, stat: FileStat | undefined): void {
    const { path } = want;
    if (want.after === null && (stat === undefined || stat.kind === 'blocked' || stat.kind === 'folder'))
      return;
    if (/^\.hatmax(\/|$)/i.test(path)) this.diagnostics.push(reserved(path));
    else if (stat === undefined || this.#makesWay(path, stat)) this.#absent(want);
    else if (stat.kind === 'file') this.#present(want, stat);
    else this.diagnostics.push(blocked(path, stat.kind));
  }

  /** What stands in the way goes with the same plan. */
  #makesWay(path: RelPath, stat: FileStat): boolean {
    if (this.#going.size === 0) return false;
    if (stat.kind === 'blocked') return foldersAbove(path).some((folder) => this.#going.has(folder));
    return stat.kind === 'folder' && this.#isEmptied(path);
  }

  #isEmptied(folder: RelPath): boolean {
    const entries = this.#files.list(folder) ?? [];
    return entries.every(({ name, kind }) => {
      const path = inFolder(folder, name);
      return kind === 'folder' ? this.#isEmptied(path) : kind === 'file' && this.#going.has(path);
    });
  }

  #absent({ path, expect, after }: Wanted): void {
    if (after === null) return;
    if (expect !== 'absent' || after.bytes === undefined) {
      this.diagnostics.push(stale(path, 'is gone'));
      return;
    }
    const version = { hash: this.#stage(after.bytes), mode: after.executable ? 0o755 : 0o644 };
    this.steps.push({ path, before: null, after: version });
  }

  #present({ path, expect, after, base }: Wanted, stat: FileStat): void {
    const bytes = this.#files.read(path);
    const before: FileVersion = { hash: sha256(bytes), mode: stat.mode };
    const next = after && this.#versionOver(before, after);
    if (next !== null && matches(next, before.hash, stat)) return;
    if (before.hash !== expect) {
      this.diagnostics.push(stale(path, expect === 'absent' ? 'is there now' : 'was edited'));
      return;
    }
    this.contents.set(before.hash, bytes);
    if (before.hash !== base && before.hash !== next?.hash) this.foreign.push(before.hash);
    this.steps.push({ path, before, after: next });
  }

  #versionOver(before: FileVersion, after: NonNullable<Wanted['after']>): FileVersion {
    const hash = after.bytes === undefined ? before.hash : this.#stage(after.bytes);
    // Whoever may read a file may run it; the rest of its mode is a person's.
    const mode = after.executable ? before.mode | ((before.mode & 0o444) >> 2) : before.mode & ~0o111;
    return { hash, mode };
  }

  #stage(bytes: Uint8Array): Sha256 {
    const hash = sha256(bytes);
    this.contents.set(hash, bytes);
    return hash;
  }
}

/**
 * Writes first, deletions last: a full disk is met before anything is gone. Only what stands in the way of a write, a
 * file where a folder must be or the other way round, is deleted before.
 */
function inOrder(steps: readonly Step[]): readonly Step[] {
  const writes = steps.filter((step) => step.after !== null);
  const deletes = steps.filter((step) => step.after === null);
  if (deletes.length === 0) return writes;
  const folders = new Set(writes.flatMap(({ path }) => foldersAbove(path)));
  const written = new Set(writes.map(({ path }) => path));
  const inTheWay = (step: Step): boolean =>
    folders.has(step.path) || foldersAbove(step.path).some((folder) => written.has(folder));
  return [...deletes.filter(inTheWay), ...writes, ...deletes.filter((step) => !inTheWay(step))];
}
