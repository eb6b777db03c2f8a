import type { FileStat, Files } from '../host/ports.ts';
import { type Sha256, sha256 } from '../host/sha256.ts';
import { contentHash } from '../merge/line-endings.ts';
import type { RelPath } from '../path/rel-path.ts';
import {
  entryAt,
  hashAt,
  headLine,
  IndexBody,
  type IndexEntry,
  type IndexHead,
  type RawIndex,
  readRaw,
  rowIsUnchanged,
  sameMode,
  sizeAt,
  type UnbuiltPart,
} from './index-file.ts';
import { CACHE, INDEX, JOURNAL, STATE } from './layout.ts';

import { readIfThere } from './objects.ts';

export type { IndexEntry, IndexHead, UnbuiltPart } from './index-file.ts';

/**
 * What each file looked like when its content was last read, as git's index has it. Only apply writes it, plan reads
 * it. It is a cache: whatever is doubtful about it, it is passed over.
 */
export interface StatIndex extends IndexHead {
  readonly entries: ReadonlyMap<RelPath, IndexEntry>;
  /** When it was written. What changed at that very moment or later may have changed again unseen. */
  readonly writtenNs: bigint;
}

/** The hashes of a file that did not change since, or undefined where it has to be read. */
export function trusted(index: StatIndex, path: RelPath, stat: FileStat): IndexEntry | undefined {
  const entry = index.entries.get(path);
  if (entry === undefined || stat.kind !== 'file') return undefined;
  return isUnchanged(entry, stat, index.writtenNs) ? entry : undefined;
}

function isUnchanged(entry: IndexEntry, stat: FileStat, writtenNs: bigint): boolean {
  return (
    stat.mtimeNs === entry.mtimeNs &&
    stat.ctimeNs === entry.ctimeNs &&
    stat.size === entry.size &&
    stat.ino === entry.ino &&
    stat.mode === entry.mode &&
    stat.mtimeNs < writtenNs &&
    stat.ctimeNs < writtenNs
  );
}

export function indexEntry(stat: FileStat, raw: Sha256, content: Sha256): IndexEntry {
  const { size, mode, mtimeNs, ctimeNs, ino } = stat;
  return { size, mode, mtimeNs, ctimeNs, ino, raw, content };
}

/**
 * Whether nothing moved since an apply that left nothing to do: then a plan is empty, and need not read the state.
 * Looks at every file of the index, and reads those whose stat moved.
 */
export function isSettled(files: Files, build: string, spec: Sha256): boolean {
  return settledParts(files, build, spec) !== undefined;
}

/**
 * The same, with the parts that such a plan says are not built; undefined where anything moved. `full` trusts no stat, and
 * reads every file.
 */
export function settledParts(
  files: Files,
  build: string,
  spec: Sha256,
  { full = false } = {},
): readonly UnbuiltPart[] | undefined {
  const index = openSettled(files, build);
  if (index?.spec !== spec) return undefined;
  return (full ? index.isUnmovedThroughout(files) : index.isUnmoved(files)) ? index.unbuilt : undefined;
}

/** An index that is looked at in place. Its spec may be another one by now; the files it tells of may not. */
export class SettledIndex {
  readonly #raw: RawIndex;

  constructor(raw: RawIndex) {
    this.#raw = raw;
  }

  get spec(): Sha256 {
    return this.#raw.head.spec;
  }

  get unbuilt(): readonly UnbuiltPart[] {
    return this.#raw.head.unbuilt;
  }

  /** Tells it from any other. */
  get sum(): string {
    return this.#raw.head.sum;
  }

  get paths(): readonly RelPath[] {
    return this.#raw.paths;
  }

  /** Whether every file is what it was, and the state has no file more or less. */
  isUnmoved(files: Files): boolean {
    // An apply that was not finished is a thing to say.
    return (
      files.lstat(JOURNAL) === undefined && this.isStateWhole(files) && this.#areUnmoved(files, () => true)
    );
  }

  /** The same where every file is read. */
  isUnmovedThroughout(files: Files): boolean {
    const raw = this.#raw;
    if (files.lstat(JOURNAL) !== undefined || !this.isStateWhole(files)) return false;
    const stats = files.lstatAll(raw.paths);
    return files.holding(() => raw.paths.every((_, row) => isRowRead(files, raw, row, stats[row])));
  }

  /** The same for the files of the state alone. */
  isStateUnmoved(files: Files): boolean {
    return this.isStateWhole(files) && this.#areUnmoved(files, isOfState);
  }

  isStateWhole(files: Files): boolean {
    return files.list(STATE)?.length === this.#raw.paths.filter(isOfState).length;
  }

  #areUnmoved(files: Files, wanted: (path: RelPath) => boolean): boolean {
    const raw = this.#raw;
    const rows = raw.paths.flatMap((path, row) => (wanted(path) ? row : []));
    const stats = files.lstatAll(rows.map((row) => raw.paths[row] as RelPath));
    return rows.every((row, position) => isRowUnmoved(files, raw, row, stats[position]));
  }

  /** As `trusted`, and any row of which the stat moved is one to be read. */
  find(path: RelPath, stat: FileStat): IndexEntry | undefined {
    const row = this.#rows.get(path);
    if (row === undefined || stat.kind !== 'file' || !rowIsUnchanged(this.#raw, row, stat)) return undefined;
    return entryAt(this.#raw, row);
  }

  get #rows(): ReadonlyMap<RelPath, number> {
    this.#byPath ??= new Map(this.#raw.paths.map((path, row) => [path, row]));
    return this.#byPath;
  }
  #byPath: ReadonlyMap<RelPath, number> | undefined;

  /** The index with some rows replaced or left out; gives back the sum of the new one. */
  rewrite(files: Files, head: IndexHead, changed: ReadonlyMap<RelPath, IndexEntry | undefined>): string {
    const { paths } = this.#raw;
    const added = [...changed].filter((row): row is [RelPath, IndexEntry] => row[1] !== undefined);
    added.sort(([a], [b]) => (a < b ? -1 : 1));
    const body = new IndexBody(paths.length + added.length);
    let [start, next] = [0, 0];
    paths.forEach((path, row) => {
      const isKept = !changed.has(path);
      if (isKept && !isBefore(added[next], path)) return;
      body.copy(this.#raw, start, row);
      start = isKept ? row : row + 1;
      for (; isBefore(added[next], path); next += 1) body.put(...(added[next] as [RelPath, IndexEntry]));
    });
    body.copy(this.#raw, start, paths.length);
    for (const row of added.slice(next)) body.put(...row);
    return replaceIndex(files, head, body);
  }
}

function isBefore(row: readonly [RelPath, IndexEntry] | undefined, path: RelPath): boolean {
  return row !== undefined && row[0] < path;
}

function isOfState(path: RelPath): boolean {
  return path.startsWith(`${STATE}/`);
}

function isRowUnmoved(files: Files, raw: RawIndex, row: number, stat: FileStat | undefined): boolean {
  if (stat?.kind !== 'file') return false;
  return rowIsUnchanged(raw, row, stat) || isRowRead(files, raw, row, stat);
}

function isRowRead(files: Files, raw: RawIndex, row: number, stat: FileStat | undefined): boolean {
  if (stat?.kind !== 'file') return false;
  const path = raw.paths[row] as RelPath;
  const bytes = stat.size === sizeAt(raw, row) ? readIfThere(files, path) : undefined;
  return bytes !== undefined && sameMode(raw, row, stat) && sha256(bytes) === hashAt(raw, row, 0);
}

/** The index of an apply by this very build that left nothing to do and nothing to say. */
export function openSettled(files: Files, build: string): SettledIndex | undefined {
  const raw = readRaw(files);
  return raw?.head.settled === true && raw.head.build === build ? new SettledIndex(raw) : undefined;
}

export function readIndex(files: Files): StatIndex | undefined {
  const raw = readRaw(files);
  if (raw === undefined) return undefined;
  const entries = new Map<RelPath, IndexEntry>();
  raw.paths.forEach((path, row) => {
    entries.set(path, entryAt(raw, row));
  });
  return { ...raw.head, entries, writtenNs: raw.writtenNs };
}

/** Gives back its sum. */
export function writeIndex(files: Files, head: IndexHead, entries: ReadonlyMap<RelPath, IndexEntry>): string {
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
  const body = new IndexBody(sorted.length);
  for (const row of sorted) body.put(...row);
  return replaceIndex(files, head, body);
}

/** Through a temporary file: whoever reads meanwhile sees the old index or the new one. */
function replaceIndex(files: Files, head: IndexHead, body: IndexBody): string {
  const bytes = body.encode();
  const sum = sha256(bytes);
  replaceCache(files, INDEX, Buffer.concat([headLine(head, body.paths.length, sum), bytes]));
  return sum;
}

export function replaceCache(files: Files, path: RelPath, bytes: Uint8Array): void {
  const temporary = `${path}.new` as RelPath;
  if (files.lstat(CACHE) === undefined) files.mkdir(CACHE);
  if (files.lstat(temporary) !== undefined) files.unlink(temporary);
  files.writeNew(temporary, bytes, 0o644);
  files.rename(temporary, path);
}

export function dropIndex(files: Files): void {
  if (files.lstat(INDEX)?.kind === 'file') files.unlink(INDEX);
}

/** For files that were just read or written. */
export function entryOf(stat: FileStat, bytes: Uint8Array): IndexEntry {
  return indexEntry(stat, sha256(bytes), contentHash(bytes));
}
