import type { DesiredGraph } from '../desired/graph.ts';
import type { Address } from '../graph/address.ts';
import type { RelPath } from '../path/rel-path.ts';
import type { RecordedComponent, RecordedFile } from '../state/recorded.ts';
import type { DesiredSide } from './sides.ts';

/** New address to old, for the recorded components that a `moved` entry renames, or renames what they are below. */
export function moveOf(
  desired: DesiredGraph,
  recorded: ReadonlyMap<Address, RecordedComponent>,
): ReadonlyMap<Address, Address> {
  const wanted = new Set<string>(desired.components.map((component) => component.address));
  const moves = new Map<Address, Address>();
  for (const from of recorded.keys()) {
    if (wanted.has(from)) continue;
    const to = follow(from, desired.moves);
    if (to !== from && wanted.has(to)) moves.set(to as Address, from);
  }
  return moves;
}

/** Chains of renames are followed, as far as there are entries. */
function follow(from: string, moves: Renames): string {
  let now = from;
  for (let step = 0; step < moves.length; step++) {
    const move = moves.find((entry) => isAtOrBelow(now, entry.from));
    if (move === undefined) return now;
    now = move.to + now.slice(move.from.length);
  }
  return now;
}

export function isAtOrBelow(address: string, top: string): boolean {
  return address === top || address.startsWith(`${top}.`);
}

/**
 * New path to old, for files of a component that a rename touches: of one template, and alike but for the name that
 * moved; or made of the part of the spec that was renamed; or the only ones of their template on both sides.
 */
export function movedPaths(
  address: Address,
  source: RecordedComponent | undefined,
  files: ReadonlyMap<RelPath, DesiredSide>,
  claimed: ReadonlySet<RelPath>,
  { moves, renamedParts }: Pick<DesiredGraph, 'moves' | 'renamedParts'>,
): ReadonlyMap<RelPath, RelPath> {
  const relevant = moves.filter((move) => isAtOrBelow(address, move.to) || isAtOrBelow(move.to, address));
  const found = new Map<RelPath, RelPath>();
  if (source === undefined || relevant.length + renamedParts.length === 0) return found;
  const left = [...source.files].filter(([path]) => !claimed.has(path));
  const fresh = [...files].filter(([path]) => !source.files.has(path));
  for (const [path, file] of left) {
    const alike = fresh.filter(([to, side]) => isAlike(file, side) && !found.has(to));
    const respelled = (to: RelPath, all: Renames) =>
      all.some((move) => rename(path, move.from, move.to).includes(to));
    const there = alike.filter(([, side]) => isMadeOf(side.at, file.at, renamedParts));
    const only =
      relevant.length > 0 &&
      alike.length === 1 &&
      left.filter(([, other]) => other.template === file.template).length === 1;
    const match =
      alike.find(([to]) => respelled(to, relevant)) ??
      there.find(([to]) => respelled(to, renamedParts)) ??
      (there.length === 1 || only ? (there[0] ?? alike[0]) : undefined);
    if (match !== undefined) found.set(match[0], path);
  }
  return found;
}

type Renames = readonly { readonly from: string; readonly to: string }[];

/** Whether a place in the spec is what another one is called since it was renamed. */
function isMadeOf(now: readonly string[], before: readonly string[], renames: Renames): boolean {
  return before.some((place) => {
    const landed = follow(place, renames);
    return landed !== place && now.includes(landed);
  });
}

/** What is taken from the record is rendered by no template any more. */
function isAlike(file: RecordedFile, side: DesiredSide): boolean {
  if (side.template === file.template) return true;
  return side.template === '' && side.ownership === 'append_only' && file.ownership === 'append_only';
}

/** A path with the last name of one address in place of another's, in each spelling a path may have it in. */
function rename(path: string, from: string, to: string): readonly string[] {
  const [old, now] = [from.split('.').at(-1) ?? '', to.split('.').at(-1) ?? ''];
  const spellings = [old, ...spell(old)].map(
    (spelling, index) => [spelling, [now, ...spell(now)][index] ?? now] as const,
  );
  const singles = spellings.map(([before, after]) => path.replaceAll(before, after));
  return [...singles, spellings.reduce((text, [before, after]) => text.replaceAll(before, after), path)];
}

function spell(name: string): readonly string[] {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[-_]/);
  const pascal = words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('');
  return [words.join('-'), words.join('_'), pascal, pascal.slice(0, 1).toLowerCase() + pascal.slice(1)];
}
