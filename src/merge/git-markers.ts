/** The two sides of a text that git left in conflict. */
export interface ConflictSides {
  readonly ours: string;
  readonly theirs: string;
  /** Where the markers are, from 1. */
  readonly lines: readonly number[];
}

/** A text with one side of every conflict in it, or with the lines of both, ours first. */
export function withoutMarkers(text: string, keep: 'ours' | 'theirs' | 'both'): string | undefined {
  if (conflictSides(text) === undefined) return undefined;
  const kept: string[] = [];
  let region: Region = 'both';
  for (const line of text.split('\n')) {
    const next = nextRegion(region, line);
    if (next !== undefined && next !== 'nonsense') region = next;
    else if (region === 'both' || (region !== 'base' && (keep === 'both' || keep === region)))
      kept.push(line);
  }
  return kept.join('\n');
}

type Region = 'both' | 'ours' | 'base' | 'theirs';

/** Undefined where there are no markers, or where they make no sense. */
export function conflictSides(text: string): ConflictSides | undefined {
  if (!/^<{7}( |\r?$)/m.test(text)) return undefined;
  const ours: string[] = [];
  const theirs: string[] = [];
  const lines: number[] = [];
  let region: Region = 'both';
  for (const [row, line] of text.split('\n').entries()) {
    const next = nextRegion(region, line);
    if (next === 'nonsense') return undefined;
    if (next === 'ours') lines.push(row + 1);
    if (next !== undefined) {
      region = next;
      continue;
    }
    if (region === 'both' || region === 'ours') ours.push(line);
    if (region === 'both' || region === 'theirs') theirs.push(line);
  }
  return region === 'both' ? { ours: ours.join('\n'), theirs: theirs.join('\n'), lines } : undefined;
}

function nextRegion(region: Region, line: string): Region | 'nonsense' | undefined {
  if (/^<{7}( |\r?$)/.test(line)) return region === 'both' ? 'ours' : 'nonsense';
  if (/^\|{7}( |\r?$)/.test(line)) return region === 'ours' ? 'base' : undefined;
  if (/^={7}\r?$/.test(line)) return region === 'ours' || region === 'base' ? 'theirs' : undefined;
  if (/^>{7}( |\r?$)/.test(line)) return region === 'theirs' ? 'both' : 'nonsense';
  return undefined;
}
