import type { FileStat, Files } from '../host/ports.ts';
import { type Sha256, sha256 } from '../host/sha256.ts';
import { contentHash } from '../merge/line-endings.ts';
import type { RelPath } from '../path/rel-path.ts';
import { CACHE, INDEX, JOURNAL, STATE } from './layout.ts';
import { readIfThere } from './objects.ts';

/**
 * What each file looked like when its content was last read, as git's index has it. Only apply writes it, plan reads
 * it. It is a cache: whatever is doubtful about it, it is passed over.
 */
export interface StatIndex {
  /** Of the code and templates that made the tree. */
  readonly build: string;
  readonly spec: Sha256;
  /** The last apply left nothing pending and no drift: if no file moved since, a plan is empty. */
  readonly settled: boolean;
  /** What a settled plan says beside its headline, so that the spec need not be read to say it. */
  readonly unbuilt: readonly UnbuiltPart[];
  readonly entries: ReadonlyMap<RelPath, IndexEntry>;
  /** When it was written. What changed at that very moment or later may have changed again unseen. */
  readonly writtenNs: bigint;
}

/** A part of the spec that this build does not build, and where in the spec it is: `:12:3`. */
export interface UnbuiltPart {
  readonly what: string;
  readonly where: string;
}

export interface IndexEntry {
  readonly size: number;
  readonly mode: number;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
  readonly ino: bigint;
  /** Of the bytes as they are. */
  readonly raw: Sha256;
  /** Of the bytes with line endings normalised. */
  readonly content: Sha256;
}

export type IndexHead = Pick<StatIndex, 'build' | 'spec' | 'settled' | 'unbuilt'>;

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
    const raw = this.#raw;
    const kept = raw.paths.flatMap((path, row) => (changed.has(path) ? [] : [{ path, row }]));
    const added = [...changed].flatMap(([path, entry]) => (entry === undefined ? [] : [{ path, entry }]));
    const rows = [...kept, ...added].sort((a, b) => (a.path < b.path ? -1 : 1));
    const body = new IndexBody(rows.length);
    rows.forEach((one, to) => {
      if ('entry' in one) body.put(to, one.entry);
      else body.copy(to, raw, one.row);
    });
    return replaceIndex(files, head, body.encode(rows.map(({ path }) => path)), rows.length);
  }
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
  const bytes = stat.size === Number(raw.numbers[row * COLUMNS]) ? readIfThere(files, path) : undefined;
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
  sorted.forEach(([, entry], row) => {
    body.put(row, entry);
  });
  return replaceIndex(files, head, body.encode(sorted.map(([path]) => path)), sorted.length);
}

/** Through a temporary file: whoever reads meanwhile sees the old index or the new one. */
function replaceIndex(files: Files, head: IndexHead, body: Uint8Array, rows: number): string {
  const sum = sha256(body);
  replaceCache(files, INDEX, Buffer.concat([headLine(head, rows, sum), body]));
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

/*
 * The file: one line of JSON (the head, the number of rows, the hash of all that follows), padded with blanks to a
 * multiple of eight; the numbers of each row as 64-bit integers; two hashes a row; the paths, a line each. Numbers and
 * hashes are looked at in place: forty thousand rows are read in a few milliseconds.
 */

/** Apply writes no such path; a cache that somebody planted in a repository may. */
const LEAVES_ROOT = /(?:^|[/\n])\.{0,2}(?:$|[/\n])|\\/;

const FORMAT = 2;
const COLUMNS = 5;
const HASH = 32;

interface RawIndex {
  readonly head: IndexHead & { readonly sum: string };
  readonly writtenNs: bigint;
  readonly paths: readonly RelPath[];
  readonly numbers: BigUint64Array;
  readonly hashes: Buffer;
}

class IndexBody {
  readonly #numbers: BigUint64Array;
  readonly #hashes: Buffer;

  constructor(rows: number) {
    this.#numbers = new BigUint64Array(rows * COLUMNS);
    this.#hashes = Buffer.alloc(rows * HASH * 2);
  }

  put(row: number, { size, mtimeNs, ctimeNs, ino, mode, raw, content }: IndexEntry): void {
    this.#numbers.set([BigInt(size), mtimeNs, ctimeNs, ino, BigInt(mode)], row * COLUMNS);
    this.#hashes.write(raw + content, row * HASH * 2, 'hex');
  }

  copy(row: number, from: RawIndex, at: number): void {
    this.#numbers.set(from.numbers.subarray(at * COLUMNS, (at + 1) * COLUMNS), row * COLUMNS);
    from.hashes.copy(this.#hashes, row * HASH * 2, at * HASH * 2, (at + 1) * HASH * 2);
  }

  encode(paths: readonly RelPath[]): Uint8Array {
    return Buffer.concat([Buffer.from(this.#numbers.buffer), this.#hashes, Buffer.from(paths.join('\n'))]);
  }
}

function headLine({ build, spec, settled, unbuilt }: IndexHead, rows: number, sum: Sha256): Uint8Array {
  const line = JSON.stringify({ format: FORMAT, build, spec, settled, unbuilt, rows, sum });
  const padding = 7 - (Buffer.byteLength(line) % 8);
  return Buffer.from(`${line}${' '.repeat(padding)}\n`);
}

function readRaw(files: Files): RawIndex | undefined {
  const stat = files.lstat(INDEX);
  const bytes = stat?.kind === 'file' ? readIfThere(files, INDEX) : undefined;
  return stat && bytes && parseIndex(bytes, stat.mtimeNs);
}

function parseIndex(bytes: Uint8Array, writtenNs: bigint): RawIndex | undefined {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = file.indexOf(0x0a);
  const head = end < 0 ? undefined : parseHead(file.toString('utf8', 0, end));
  const body = file.subarray(end + 1);
  if (head === undefined || sha256(body) !== head.sum) return undefined;
  const numbersEnd = head.rows * COLUMNS * 8;
  const hashesEnd = numbersEnd + head.rows * HASH * 2;
  if (hashesEnd > body.length) return undefined;
  const text = body.toString('utf8', hashesEnd);
  const paths = head.rows === 0 ? [] : text.split('\n');
  if (paths.length !== head.rows || (head.rows > 0 && LEAVES_ROOT.test(text))) return undefined;
  return {
    head,
    writtenNs,
    paths: paths as RelPath[],
    numbers: numbersOf(body.subarray(0, numbersEnd)),
    hashes: body.subarray(numbersEnd, hashesEnd),
  };
}

function parseHead(line: string): (IndexHead & { rows: number; sum: string }) | undefined {
  try {
    const head: unknown = JSON.parse(line);
    return isHead(head) ? head : undefined;
  } catch {
    return undefined;
  }
}

function isHead(head: unknown): head is IndexHead & { rows: number; sum: string } {
  if (typeof head !== 'object' || head === null) return false;
  const { format, build, spec, settled, unbuilt, rows, sum } = head as Record<string, unknown>;
  return (
    format === FORMAT &&
    typeof build === 'string' &&
    typeof spec === 'string' &&
    typeof settled === 'boolean' &&
    Array.isArray(unbuilt) &&
    unbuilt.every(isUnbuiltPart) &&
    Number.isSafeInteger(rows) &&
    Number(rows) >= 0 &&
    typeof sum === 'string'
  );
}

function isUnbuiltPart(part: unknown): part is UnbuiltPart {
  if (typeof part !== 'object' || part === null) return false;
  const { what, where } = part as Record<string, unknown>;
  return typeof what === 'string' && typeof where === 'string';
}

/** In place where memory is aligned, else copied. */
function numbersOf(bytes: Buffer): BigUint64Array {
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes);
  return new BigUint64Array(aligned.buffer, aligned.byteOffset, bytes.length / 8);
}

function entryAt(raw: RawIndex, row: number): IndexEntry {
  const at = row * COLUMNS;
  return {
    size: Number(raw.numbers[at]),
    mtimeNs: raw.numbers[at + 1] ?? 0n,
    ctimeNs: raw.numbers[at + 2] ?? 0n,
    ino: raw.numbers[at + 3] ?? 0n,
    mode: Number(raw.numbers[at + 4]),
    raw: hashAt(raw, row, 0),
    content: hashAt(raw, row, 1),
  };
}

function hashAt(raw: RawIndex, row: number, column: 0 | 1): Sha256 {
  const at = (row * 2 + column) * HASH;
  return raw.hashes.toString('hex', at, at + HASH) as Sha256;
}

function rowIsUnchanged(raw: RawIndex, row: number, stat: FileStat): boolean {
  const at = row * COLUMNS;
  return (
    stat.mtimeNs === raw.numbers[at + 1] &&
    stat.ctimeNs === raw.numbers[at + 2] &&
    stat.size === Number(raw.numbers[at]) &&
    stat.ino === raw.numbers[at + 3] &&
    sameMode(raw, row, stat) &&
    stat.mtimeNs < raw.writtenNs &&
    stat.ctimeNs < raw.writtenNs
  );
}

function sameMode(raw: RawIndex, row: number, stat: FileStat): boolean {
  return stat.mode === Number(raw.numbers[row * COLUMNS + 4]);
}

/** For files that were just read or written. */
export function entryOf(stat: FileStat, bytes: Uint8Array): IndexEntry {
  return indexEntry(stat, sha256(bytes), contentHash(bytes));
}
