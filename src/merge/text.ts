import { lineEndingOf } from './line-endings.ts';
import { commonHead, commonTail, type LineChange, lineChanges } from './lines.ts';

/** A place both sides changed, and not in the same way. `line` is the first line of it in ours, from 1. */
export interface ConflictRegion {
  readonly line: number;
  readonly base: readonly string[];
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
}

/** Lines with their endings, or a conflict. */
export type MergePiece =
  | { readonly kind: 'lines'; readonly text: string }
  | { readonly kind: 'conflict'; readonly region: ConflictRegion };

export type TextMerge =
  | { readonly kind: 'merged'; readonly text: string }
  | {
      readonly kind: 'conflict';
      readonly regions: readonly ConflictRegion[];
      readonly pieces: readonly MergePiece[];
    };

interface Text {
  readonly bom: string;
  readonly lines: readonly string[];
  /** The ending of each line as it was. */
  readonly endings: readonly string[];
}

/**
 * Three-way merge by lines (diff3), in which changes that touch conflict unless they are equal, as git has it. Ours is
 * the user's file: its line endings, byte order mark and missing final newline stay.
 */
export function mergeText(base: string, ours: string, theirs: string): TextMerge {
  const sides: Sides = { base: read(base), ours: read(ours), theirs: read(theirs) };
  const pieces = mergeLines(sides, lineEndingOf(ours));
  const regions = pieces.flatMap((piece) => (piece.kind === 'conflict' ? [piece.region] : []));
  if (regions.length > 0) return { kind: 'conflict', regions, pieces };
  const text = pieces.map((piece) => (piece.kind === 'lines' ? piece.text : '')).join('');
  return { kind: 'merged', text: sides.ours.bom + withFinalNewline(text, finalNewline(sides)) };
}

/** The text with git's conflict markers in it, base included. */
export function withMarkers(pieces: readonly MergePiece[], eol = '\n'): string {
  const block = (lines: readonly string[]) => lines.map((line) => line + eol).join('');
  return pieces
    .map((piece) => {
      if (piece.kind === 'lines') return piece.text;
      const { base, ours, theirs } = piece.region;
      return `<<<<<<< ours${eol}${block(ours)}||||||| base${eol}${block(base)}=======${eol}${block(theirs)}>>>>>>> hatmax${eol}`;
    })
    .join('');
}

interface Sides {
  readonly base: Text;
  readonly ours: Text;
  readonly theirs: Text;
}

function read(text: string): Text {
  const bom = text.startsWith('\ufeff') ? '\ufeff' : '';
  const parts = text.slice(bom.length).split('\n');
  const last = parts.pop() ?? '';
  const lines = parts.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  const endings = parts.map((line) => (line.endsWith('\r') ? '\r\n' : '\n'));
  return last === '' ? { bom, lines, endings } : { bom, lines: [...lines, last], endings: [...endings, ''] };
}

function mergeLines(sides: Sides, eol: string): readonly MergePiece[] {
  const pieces: MergePiece[] = [];
  const taken = (from: number, to: number) => {
    const text = sides.ours.lines
      .slice(from, to)
      .map((line, index) => line + (sides.ours.endings[from + index] || eol));
    if (to > from) pieces.push({ kind: 'lines', text: text.join('') });
  };
  let at = 0;
  for (const cluster of clusters(
    lineChanges(sides.base.lines, sides.ours.lines),
    lineChanges(sides.base.lines, sides.theirs.lines),
  )) {
    const ours = spanOn(cluster.ours, cluster);
    const theirs = spanOn(cluster.theirs, cluster);
    taken(at, ours.from);
    at = ours.to;
    const newer = sides.theirs.lines.slice(theirs.from, theirs.to);
    const kept = sides.ours.lines.slice(ours.from, ours.to);
    if (cluster.theirs.length === 0 || same(kept, newer)) taken(ours.from, ours.to);
    else if (cluster.ours.length === 0)
      pieces.push({ kind: 'lines', text: newer.map((line) => line + eol).join('') });
    else conflict(sides.base.lines.slice(cluster.start, cluster.end), ours.from, kept, newer, taken, pieces);
  }
  taken(at, sides.ours.lines.length);
  return pieces;
}

/** What both sides have alike at the edges of a conflict is no part of it. */
function conflict(
  base: readonly string[],
  from: number,
  ours: readonly string[],
  theirs: readonly string[],
  taken: (from: number, to: number) => void,
  pieces: MergePiece[],
): void {
  const head = commonHead(ours, theirs);
  const tail = commonTail(ours, theirs, head);
  taken(from, from + head);
  const region = {
    line: from + head + 1,
    base,
    ours: ours.slice(head, ours.length - tail),
    theirs: theirs.slice(head, theirs.length - tail),
  };
  pieces.push({ kind: 'conflict', region });
  taken(from + ours.length - tail, from + ours.length);
}

/** Changes of both sides that overlap or touch, with the lines of the base they cover together. */
interface Cluster {
  readonly start: number;
  readonly end: number;
  readonly ours: readonly LineChange[];
  readonly theirs: readonly LineChange[];
  /** By how much line numbers of a side are ahead of the base's before this cluster. */
  readonly oursAhead: number;
  readonly theirsAhead: number;
}

function clusters(ours: readonly LineChange[], theirs: readonly LineChange[]): readonly Cluster[] {
  const all = [
    ...ours.map((change) => ({ change, mine: true })),
    ...theirs.map((change) => ({ change, mine: false })),
  ];
  all.sort((one, other) => one.change.start - other.change.start || one.change.end - other.change.end);
  const found: {
    start: number;
    end: number;
    ours: LineChange[];
    theirs: LineChange[];
    oursAhead: number;
    theirsAhead: number;
  }[] = [];
  let [oursAhead, theirsAhead] = [0, 0];
  for (const { change, mine } of all) {
    let last = found.at(-1);
    if (last === undefined || change.start > last.end) {
      last = { start: change.start, end: change.end, ours: [], theirs: [], oursAhead, theirsAhead };
      found.push(last);
    }
    last.end = Math.max(last.end, change.end);
    (mine ? last.ours : last.theirs).push(change);
    const grown = change.to - change.from - (change.end - change.start);
    if (mine) oursAhead += grown;
    else theirsAhead += grown;
  }
  return found;
}

function spanOn(
  changes: readonly LineChange[],
  cluster: Cluster,
): { readonly from: number; readonly to: number } {
  const ahead = changes === cluster.ours ? cluster.oursAhead : cluster.theirsAhead;
  const grown = changes.reduce(
    (sum, change) => sum + change.to - change.from - (change.end - change.start),
    0,
  );
  return { from: cluster.start + ahead, to: cluster.end + ahead + grown };
}

function same(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((line, index) => line === other[index]);
}

/** Whose change of the final newline counts: ours if it made one, or else theirs. */
function finalNewline({ base, ours, theirs }: Sides): boolean {
  const ends = (text: Text) => text.lines.length === 0 || text.endings.at(-1) !== '';
  return ends(ours) === ends(base) ? ends(theirs) : ends(ours);
}

function withFinalNewline(text: string, wanted: boolean): string {
  return wanted ? text : text.replace(/\r?\n$/, '');
}
