import type { Entry, ListTree, MapTree, Tree } from './tree.ts';

/** Places to leave out, as a tree of keys; a set `here` leaves out all of it. */
export interface Cut {
  here: boolean;
  readonly inside: Map<string, Cut>;
}

export function newCut(): Cut {
  return { here: false, inside: new Map() };
}

export function cutAt(cut: Cut, path: readonly PropertyKey[]): void {
  let place = cut;
  for (const part of path) {
    const key = String(part);
    const next = place.inside.get(key) ?? newCut();
    place.inside.set(key, next);
    place = next;
  }
  place.here = true;
}

/** The tree without the places of the cut. */
export function prune(tree: Tree, cut: Cut): Tree | undefined {
  if (cut.here) return undefined;
  if (cut.inside.size === 0 || tree.kind === 'scalar') return tree;
  return tree.kind === 'map' ? pruneMap(tree, cut) : pruneList(tree, cut);
}

function pruneMap(tree: MapTree, cut: Cut): Tree {
  const entries = new Map<string, Entry>();
  for (const [key, entry] of tree.entries) {
    const inside = cut.inside.get(key);
    const value = inside === undefined ? entry.value : prune(entry.value, inside);
    if (value !== undefined) entries.set(key, { ...entry, value });
  }
  return { ...tree, entries };
}

function pruneList(tree: ListTree, cut: Cut): Tree {
  const items = tree.items.flatMap((item, index) => {
    const inside = cut.inside.get(String(index));
    const kept = inside === undefined ? item : prune(item, inside);
    return kept === undefined ? [] : [kept];
  });
  return { ...tree, items };
}

/** Cuts what was reported while it was read. */
export function cutBroken(tree: Tree, cut: Cut, path: readonly string[] = []): void {
  switch (tree.kind) {
    case 'scalar':
      if (tree.broken === true) cutAt(cut, path);
      return;
    case 'list':
      tree.items.forEach((item, index) => {
        cutBroken(item, cut, [...path, String(index)]);
      });
      return;
    case 'map':
      for (const [key, entry] of tree.entries) cutBroken(entry.value, cut, [...path, key]);
  }
}
