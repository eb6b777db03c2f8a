import stringify from 'json-stable-stringify';
import type { Sha256 } from '../host/sha256.ts';
import type { Json } from '../json/json.ts';
import type { RelPath } from '../path/rel-path.ts';
import { decodeComponent } from './codec.ts';
import type { RecordedComponent, RecordedFile } from './recorded.ts';

/** The digest of a record that must not be trusted: nothing rendered ever has it, so its component is rendered anew. */
export const UNKNOWN_DIGEST = '0'.repeat(64) as Sha256;

export interface Healed {
  readonly component: RecordedComponent;
  /** Paths the two sides do not agree about. They count as not recorded: never safe to overwrite. */
  readonly uncertain: readonly RelPath[];
}

export function hasConflictMarkers(text: string): boolean {
  return /^<{7}( |$)/m.test(text) && /^>{7}( |$)/m.test(text);
}

/** Both sides of a file that git left in conflict, or undefined where the markers make no sense. */
export function conflictSides(text: string): { ours: string; theirs: string } | undefined {
  const ours: string[] = [];
  const theirs: string[] = [];
  let region: 'both' | 'ours' | 'base' | 'theirs' = 'both';
  for (const line of text.split('\n')) {
    const next = nextRegion(region, line);
    if (next === 'nonsense') return undefined;
    if (next !== undefined) {
      region = next;
      continue;
    }
    if (region === 'both' || region === 'ours') ours.push(line);
    if (region === 'both' || region === 'theirs') theirs.push(line);
  }
  return region === 'both' ? { ours: ours.join('\n'), theirs: theirs.join('\n') } : undefined;
}

type Region = 'both' | 'ours' | 'base' | 'theirs';

function nextRegion(region: Region, line: string): Region | 'nonsense' | undefined {
  if (/^<{7}( |\r?$)/.test(line)) return region === 'both' ? 'ours' : 'nonsense';
  if (/^\|{7}( |\r?$)/.test(line)) return region === 'ours' ? 'base' : 'nonsense';
  if (/^={7}\r?$/.test(line)) return region === 'ours' || region === 'base' ? 'theirs' : 'nonsense';
  if (/^>{7}( |\r?$)/.test(line)) return region === 'theirs' ? 'both' : 'nonsense';
  return undefined;
}

/** What both sides of a conflicted state file agree on. `undefined`: a side of it cannot be read. */
export function heal(text: string): Healed | undefined {
  const sides = conflictSides(text);
  if (sides === undefined) return undefined;
  const ours = decodeComponent(sides.ours);
  const theirs = decodeComponent(sides.theirs);
  if (ours.kind !== 'component' || theirs.kind !== 'component') return undefined;
  if (ours.component.address !== theirs.component.address) return undefined;
  return agree(ours.component, theirs.component);
}

function agree(ours: RecordedComponent, theirs: RecordedComponent): Healed {
  const files = new Map<RelPath, RecordedFile>();
  const uncertain: RelPath[] = [];
  for (const path of [...new Set([...ours.files.keys(), ...theirs.files.keys()])].sort()) {
    const file = ours.files.get(path);
    if (file !== undefined && sameFile(file, theirs.files.get(path))) files.set(path, file);
    else uncertain.push(path);
  }
  const { pack, ...rest } = ours;
  return {
    component: {
      ...rest,
      pack: pack ?? theirs.pack,
      digest: ours.digest === theirs.digest && uncertain.length === 0 ? ours.digest : UNKNOWN_DIGEST,
      dependsOn: [...new Set([...ours.dependsOn, ...theirs.dependsOn])].sort(),
      at: [...new Set([...ours.at, ...theirs.at])].sort(),
      facts: unite(ours.facts, theirs.facts),
      files,
    },
    uncertain,
  };
}

function sameFile(a: RecordedFile, b: RecordedFile | undefined): boolean {
  return (
    b !== undefined &&
    a.base === b.base &&
    a.applied === b.applied &&
    a.executable === b.executable &&
    a.ownership === b.ownership &&
    a.unaccepted === b.unaccepted
  );
}

/**
 * Facts say what was generated before, the tables migrations start from for one. After a git merge the files of both
 * branches are there, so both branches' facts hold; where they contradict each other ours is taken.
 */
function unite(ours: Json | undefined, theirs: Json | undefined): Json | undefined {
  if (ours === undefined || theirs === undefined) return ours ?? theirs;
  if (Array.isArray(ours) && Array.isArray(theirs))
    return [...ours, ...theirs.filter((item) => !ours.some((own) => sameJson(own, item)))];
  if (!isObject(ours) || !isObject(theirs)) return ours;
  const keys = new Set([...Object.keys(ours), ...Object.keys(theirs)]);
  const united = [...keys].sort().map((key) => [key, unite(ours[key], theirs[key]) ?? null] as const);
  return Object.fromEntries(united);
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sameJson(a: Json, b: Json): boolean {
  return stringify(a) === stringify(b);
}
