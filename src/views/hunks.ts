import { safe, widthOf } from '../diagnostics/display.ts';
import { decodeUtf8, isBinary } from '../merge/line-endings.ts';
import { type LineChange, lineChanges } from '../merge/lines.ts';
import type { Paint } from './paint.ts';

/** One place of a difference, with lines around it. Line numbers are from 1. */
export interface Hunk {
  readonly header: string;
  /** The first column says what becomes of the line: ` `, `+` or `-`. */
  readonly lines: readonly string[];
}

/** What separates two contents; `binary` has no lines to show. */
export type Difference =
  | { readonly kind: 'binary'; readonly before: number; readonly after: number }
  | {
      readonly kind: 'text';
      readonly added: number;
      readonly removed: number;
      /** How much there is to show: letters of its lines, of each no more than anybody reads. */
      readonly letters: number;
      readonly hunks: readonly Hunk[];
    };

/** How large a difference is, without its lines. */
export type Size =
  | Extract<Difference, { kind: 'binary' }>
  | Omit<Extract<Difference, { kind: 'text' }>, 'hunks'>;

const CONTEXT = 3;

/** The size of `differenceOf(undefined, bytes)`: a first apply asks it of thousands of files. */
export function newSizeOf(bytes: Uint8Array = new Uint8Array()): Size {
  if (isBinary(bytes)) return { kind: 'binary', before: 0, after: bytes.length };
  let [added, letters, start] = [0, 0, 0];
  for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, start)) {
    added += 1;
    letters += lettersOf(at - start);
    start = at + 1;
  }
  if (start === bytes.length) return { kind: 'text', added, removed: 0, letters };
  return { kind: 'text', added: added + 1, removed: 0, letters: letters + lettersOf(bytes.length - start) };
}

/** The size of `differenceOf(bytes, undefined)`. */
export function goneSizeOf(bytes: Uint8Array | undefined): Size {
  const size = newSizeOf(bytes);
  if (size.kind === 'binary') return { kind: 'binary', before: size.after, after: 0 };
  return { kind: 'text', added: 0, removed: size.added, letters: size.letters };
}

const LF = 10;
const MOST_LETTERS = 300;

function lettersOf(length: number): number {
  return Math.min(length, MOST_LETTERS) + 1;
}

export function differenceOf(before: Uint8Array | undefined, after: Uint8Array | undefined): Difference {
  const [old, now] = [before ?? new Uint8Array(), after ?? new Uint8Array()];
  if (isBinary(old) || isBinary(now)) return { kind: 'binary', before: old.length, after: now.length };
  const [was, is] = [linesOf(old), linesOf(now)];
  const changes = lineChanges(was, is);
  const added = changes.reduce((sum, change) => sum + change.to - change.from, 0);
  const removed = changes.reduce((sum, change) => sum + change.end - change.start, 0);
  const hunks = groups(changes).map((group) => hunkOf(group, was, is));
  let letters = 0;
  for (const { lines } of hunks) for (const line of lines) letters += lettersOf(line.length - 1);
  return { kind: 'text', added, removed, letters, hunks };
}

/** `+3 -1`, or the sizes of what has no lines. */
export function showCounts(difference: Size, paint: Paint): string {
  if (difference.kind === 'binary') return `binary, ${difference.before} -> ${difference.after} bytes`;
  const { added, removed } = difference;
  if (added === 0 && removed === 0) return '';
  const parts = [
    added > 0 ? paint('green', `+${added}`) : '',
    removed > 0 ? paint('red', `-${removed}`) : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}

/** Hunks as lines of text, at most `most` of them, with a count of what is left out. Control characters are shown as pictures. */
export function showHunks(
  difference: Difference,
  paint: Paint,
  { indent, most, width, name }: { indent: string; most: number; width?: number; name?: string },
): readonly string[] {
  if (difference.kind === 'binary') return [];
  const all = difference.hunks.flatMap((hunk, index) => {
    const header = name === undefined ? hunk.header : `${hunk.header} ${safe(name)}#${index + 1}`;
    return [
      paint('cyan', header),
      ...hunk.lines.map((line) => paintLine(cut(shown(line), width, indent), paint)),
    ];
  });
  const left = all.length - most;
  const lines =
    left > 0
      ? [...all.slice(0, most), paint('faint', `... ${left} more ${left === 1 ? 'line' : 'lines'}`)]
      : all;
  return lines.map((line) => (line === '' ? '' : indent + line).trimEnd());
}

function shown(line: string): string {
  return safe(line.replaceAll('\t', '    ').replace(/\r$/, ''));
}

function cut(line: string, width: number | undefined, indent: string): string {
  const room = (width ?? Number.POSITIVE_INFINITY) - indent.length;
  if (line.length <= room && widthOf(line) <= room) return line;
  return `${[...line].slice(0, Math.max(20, room - 1)).join('')}\u2026`;
}

function paintLine(line: string, paint: Paint): string {
  if (line.startsWith('+')) return paint('green', line);
  return line.startsWith('-') ? paint('red', line) : line;
}

function linesOf(bytes: Uint8Array): readonly string[] {
  const text = (decodeUtf8(bytes) ?? '').replaceAll('\r\n', '\n');
  if (text === '') return [];
  return text.endsWith('\n')
    ? text.slice(0, -1).split('\n')
    : [...text.split('\n').slice(0, -1), `${text.split('\n').at(-1) ?? ''} [no newline at the end]`];
}

function groups(changes: readonly LineChange[]): readonly (readonly LineChange[])[] {
  const found: LineChange[][] = [];
  for (const change of changes) {
    const last = found.at(-1);
    const end = last?.at(-1)?.end;
    if (last !== undefined && end !== undefined && change.start - end <= 2 * CONTEXT) last.push(change);
    else found.push([change]);
  }
  return found;
}

function hunkOf(group: readonly LineChange[], was: readonly string[], is: readonly string[]): Hunk {
  const [first, last] = [group[0], group.at(-1)];
  if (first === undefined || last === undefined) throw new Error('a hunk has changes');
  const start = Math.max(0, first.start - CONTEXT);
  const end = Math.min(was.length, last.end + CONTEXT);
  const lines: string[] = [];
  let at = start;
  for (const change of group) {
    lines.push(...was.slice(at, change.start).map((line) => ` ${line}`));
    lines.push(...was.slice(change.start, change.end).map((line) => `-${line}`));
    lines.push(...is.slice(change.from, change.to).map((line) => `+${line}`));
    at = change.end;
  }
  lines.push(...was.slice(at, end).map((line) => ` ${line}`));
  const from = first.from - (first.start - start);
  const length =
    end -
    start +
    group.reduce((sum, change) => sum + change.to - change.from - (change.end - change.start), 0);
  return { header: `@@ -${span(start, end - start)} +${span(from, length)} @@`, lines };
}

function span(start: number, length: number): string {
  const line = length === 0 ? start : start + 1;
  return length === 1 ? String(line) : `${line},${length}`;
}
