import { lineChanges } from '../../merge/lines.ts';
import { escapeHtml } from '../markdown.ts';
import type { Piece } from './syntax.ts';

/** Characters `[start, end)` of a line. */
export type Span = readonly [start: number, end: number];

/** Longer lines are not compared word by word: nobody reads them so. */
const LONGEST = 400;

/** Where two versions of a line differ; nothing where they have little in common, since then all of it does. */
export function changedSpans(before: string, after: string): readonly [readonly Span[], readonly Span[]] {
  if (before.length > LONGEST || after.length > LONGEST) return [[], []];
  const [was, is] = [wordsOf(before), wordsOf(after)];
  const changes = lineChanges(was, is);
  const left = changes.map(({ start, end }) => spanOf(was, start, end));
  const right = changes.map(({ from, to }) => spanOf(is, from, to));
  const changed = [...left, ...right].reduce((sum, [start, end]) => sum + end - start, 0);
  const some = ([start, end]: Span) => end > start;
  return changed > (before.length + after.length) * 0.7 ? [[], []] : [left.filter(some), right.filter(some)];
}

function wordsOf(line: string): readonly string[] {
  return line.match(/[\p{L}\p{N}_]+|\s+|[\s\S]/gu) ?? [];
}

function spanOf(words: readonly string[], from: number, to: number): Span {
  const start = words.slice(0, from).join('').length;
  return [start, start + words.slice(from, to).join('').length];
}

/** A line as HTML: its colours, and on top of them what changed in it. */
export function lineHtml(pieces: readonly Piece[], spans: readonly Span[]): string {
  let at = 0;
  return pieces
    .flatMap(({ text, colour }) => {
      const start = at;
      at += text.length;
      return cutAt(text, start, spans).map(({ part, marked }) => {
        const inner = escapeHtml(part);
        const coloured = colour === undefined ? inner : `<span class="${colour}">${inner}</span>`;
        return marked ? `<mark>${coloured}</mark>` : coloured;
      });
    })
    .join('');
}

function cutAt(
  text: string,
  start: number,
  spans: readonly Span[],
): readonly { readonly part: string; readonly marked: boolean }[] {
  const end = start + text.length;
  const parts: { part: string; marked: boolean }[] = [];
  let at = start;
  const push = (to: number, marked: boolean) => {
    if (to > at) parts.push({ part: text.slice(at - start, to - start), marked });
    at = Math.max(at, to);
  };
  for (const [from, to] of spans) {
    if (to <= start || from >= end) continue;
    push(Math.max(from, start), false);
    push(Math.min(to, end), true);
  }
  push(end, false);
  return parts;
}
