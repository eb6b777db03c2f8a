import type { SourceRange } from './diagnostic.ts';
import { type Glyph, glyphsOf } from './display.ts';
import type { Lines } from './lines.ts';

export interface Frame {
  readonly line: number;
  /** The line, or the part of it around the range. */
  readonly code: string;
  /** Columns before the underline, and of it. */
  readonly indent: number;
  readonly underline: number;
}

const ELLIPSIS: Glyph = { shown: '…', columns: 1, units: 0 };
/** Longer lines are cut before they are looked at: the cost of a frame does not depend on the line. */
const MOST_UNITS = 400;

export function frameOf(range: SourceRange, lines: Lines, width: number): Frame {
  const start = lines.positionOf(range.start);
  const end = lines.positionOf(range.end);
  const whole = lines.text(start.line);
  const from = Math.min(start.column - 1, whole.length);
  const to = end.line === start.line ? Math.max(end.column - 1, from) : whole.length;
  const first = Math.max(0, from - MOST_UNITS);
  const part = whole.slice(first, from + MOST_UNITS);
  const glyphs = glyphsOf(part);
  const marked = markedGlyphs(glyphs, from - first, Math.min(to, from + MOST_UNITS) - first);
  return cut(glyphs, marked, {
    line: start.line,
    width,
    before: first > 0,
    after: first + part.length < whole.length,
  });
}

/** Indexes of the glyphs the range covers: at least one place. */
function markedGlyphs(glyphs: readonly Glyph[], from: number, to: number): readonly [number, number] {
  let offset = 0;
  let first = glyphs.length;
  let last = glyphs.length;
  for (const [index, glyph] of glyphs.entries()) {
    if (first === glyphs.length && offset + glyph.units > from) first = index;
    if (offset < to) last = index + 1;
    offset += glyph.units;
  }
  return [first, Math.max(last, first)];
}

interface Window {
  readonly line: number;
  readonly width: number;
  readonly before: boolean;
  readonly after: boolean;
}

function cut(glyphs: readonly Glyph[], [from, to]: readonly [number, number], window: Window): Frame {
  let start = window.before ? Math.max(0, from - 20) : 0;
  let columns = sum(glyphs.slice(start, from));
  const context = Math.max(10, Math.floor(window.width / 3));
  if (sum(glyphs.slice(start)) + 1 > window.width)
    while (columns > context) columns -= glyphs[start++]?.columns ?? 1;
  let end = start;
  for (let used = 2; end < glyphs.length; end++) {
    used += glyphs[end]?.columns ?? 0;
    if (used > window.width) break;
  }
  const cutBefore = start > 0 || window.before;
  const cutAfter = end < glyphs.length || window.after;
  const shown = [
    ...(cutBefore ? [ELLIPSIS] : []),
    ...glyphs.slice(start, end),
    ...(cutAfter ? [ELLIPSIS] : []),
  ];
  return {
    line: window.line,
    code: shown
      .map((glyph) => glyph.shown)
      .join('')
      .trimEnd(),
    indent: sum(glyphs.slice(start, from)) + (cutBefore ? 1 : 0),
    underline: Math.max(1, sum(glyphs.slice(from, Math.min(to, end)))),
  };
}

function sum(glyphs: readonly Glyph[]): number {
  return glyphs.reduce((columns, glyph) => columns + glyph.columns, 0);
}
