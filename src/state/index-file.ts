import type { FileStat, Files } from '../host/ports.ts';
import { type Sha256, sha256 } from '../host/sha256.ts';
import type { RelPath } from '../path/rel-path.ts';
import { INDEX } from './layout.ts';
import { readIfThere } from './objects.ts';

/*
 * The file: one line of JSON (the head, the number of rows, the hash of all that follows), padded with blanks to a
 * multiple of eight; the numbers of each row as 64-bit integers; two hashes a row; the paths, a line each. Numbers and
 * hashes are looked at in place: forty thousand rows are read in a few milliseconds.
 */

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

/** What is said of all rows together. */
export interface IndexHead {
  /** Of the code and templates that made the tree. */
  readonly build: string;
  readonly spec: Sha256;
  /** The last apply left nothing pending and no drift: if no file moved since, a plan is empty. */
  readonly settled: boolean;
  /** What a settled plan says beside its headline, so that the spec need not be read to say it. */
  readonly unbuilt: readonly UnbuiltPart[];
}

/** Apply writes no such path; a cache that somebody planted in a repository may. */
const LEAVES_ROOT = /(?:^|[/\n])\.{0,2}(?:$|[/\n])|\\/;

const FORMAT = 2;
const COLUMNS = 5;
const HASH = 32;

export interface RawIndex {
  readonly head: IndexHead & { readonly sum: string };
  readonly writtenNs: bigint;
  readonly paths: readonly RelPath[];
  readonly numbers: BigUint64Array;
  readonly hashes: Buffer;
}

/** Rows as they are added, sorted by their paths; there is room for so many. */
export class IndexBody {
  readonly paths: RelPath[] = [];
  readonly #numbers: BigUint64Array;
  readonly #hashes: Buffer;

  constructor(rows: number) {
    this.#numbers = new BigUint64Array(rows * COLUMNS);
    this.#hashes = Buffer.alloc(rows * HASH * 2);
  }

  put(path: RelPath, { size, mtimeNs, ctimeNs, ino, mode, raw, content }: IndexEntry): void {
    const row = this.paths.push(path) - 1;
    this.#numbers.set([BigInt(size), mtimeNs, ctimeNs, ino, BigInt(mode)], row * COLUMNS);
    this.#hashes.write(raw + content, row * HASH * 2, 'hex');
  }

  /** Rows of another index, up to and without `end`. */
  copy(from: RawIndex, start: number, end: number): void {
    const row = this.paths.length;
    this.#numbers.set(from.numbers.subarray(start * COLUMNS, end * COLUMNS), row * COLUMNS);
    from.hashes.copy(this.#hashes, row * HASH * 2, start * HASH * 2, end * HASH * 2);
    for (let at = start; at < end; at++) this.paths.push(from.paths[at] as RelPath);
  }

  encode(): Uint8Array {
    const numbers = Buffer.from(this.#numbers.buffer, 0, this.paths.length * COLUMNS * 8);
    const hashes = this.#hashes.subarray(0, this.paths.length * HASH * 2);
    return Buffer.concat([numbers, hashes, Buffer.from(this.paths.join('\n'))]);
  }
}

export function headLine(
  { build, spec, settled, unbuilt }: IndexHead,
  rows: number,
  sum: Sha256,
): Uint8Array {
  const line = JSON.stringify({ format: FORMAT, build, spec, settled, unbuilt, rows, sum });
  const padding = 7 - (Buffer.byteLength(line) % 8);
  return Buffer.from(`${line}${' '.repeat(padding)}\n`);
}

/** Every step of a command asks for the index: as long as it is the same file, it is read once. */
const lastRead = new WeakMap<Files, { readonly stat: FileStat; readonly raw: RawIndex | undefined }>();

export function readRaw(files: Files): RawIndex | undefined {
  const stat = files.lstat(INDEX);
  if (stat?.kind !== 'file') return undefined;
  const last = lastRead.get(files);
  if (last !== undefined && isSameFile(last.stat, stat)) return last.raw;
  const bytes = readIfThere(files, INDEX);
  const raw = bytes && parseIndex(bytes, stat.mtimeNs);
  lastRead.set(files, { stat, raw });
  return raw;
}

function isSameFile(one: FileStat, other: FileStat): boolean {
  const { ino, size, mtimeNs, ctimeNs } = one;
  return ino === other.ino && size === other.size && mtimeNs === other.mtimeNs && ctimeNs === other.ctimeNs;
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

export function entryAt(raw: RawIndex, row: number): IndexEntry {
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

export function hashAt(raw: RawIndex, row: number, column: 0 | 1): Sha256 {
  const at = (row * 2 + column) * HASH;
  return raw.hashes.toString('hex', at, at + HASH) as Sha256;
}

export function rowIsUnchanged(raw: RawIndex, row: number, stat: FileStat): boolean {
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

export function sameMode(raw: RawIndex, row: number, stat: FileStat): boolean {
  return stat.mode === Number(raw.numbers[row * COLUMNS + 4]);
}

export function sizeAt(raw: RawIndex, row: number): number {
  return Number(raw.numbers[row * COLUMNS]);
}
