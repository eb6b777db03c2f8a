/** Start and end offsets in the text, end exclusive. */
export type Span = readonly [start: number, end: number];

export type Scalar = null | boolean | number | string;

/** The YAML document as plain values that know where they were written. Aliases share trees. */
export type Tree = ScalarTree | ListTree | MapTree;

export interface ScalarTree {
  readonly kind: 'scalar';
  readonly at: Span;
  readonly value: Scalar;
  /** What was written, where a number or the like is meant as text. */
  readonly source?: string;
  /** Where the value's first character stands, for values written without escapes; positions inside count from it. */
  readonly textStart?: number;
  /** Reported already: left out of everything that follows. */
  readonly broken?: true;
}

export interface ListTree {
  readonly kind: 'list';
  readonly at: Span;
  readonly items: readonly Tree[];
}

export interface MapTree {
  readonly kind: 'map';
  readonly at: Span;
  readonly entries: ReadonlyMap<string, Entry>;
}

export interface Entry {
  readonly keyAt: Span;
  readonly value: Tree;
}

export function textTree(value: string, at: Span, textStart?: number): ScalarTree {
  return { kind: 'scalar', at, value, ...(textStart === undefined ? {} : { textStart }) };
}

export function scalar(value: Scalar, at: Span): ScalarTree {
  return { kind: 'scalar', at, value };
}

export function list(items: readonly Tree[], at: Span): ListTree {
  return { kind: 'list', at, items };
}

export function broken(at: Span): ScalarTree {
  return { kind: 'scalar', at, value: null, broken: true };
}

/** A map whose keys were not written: they stand where their values do. */
export function mapOf(at: Span, values: Readonly<Record<string, Tree | undefined>>): MapTree {
  const entries = new Map<string, Entry>();
  for (const [key, value] of Object.entries(values))
    if (value !== undefined) entries.set(key, { keyAt: value.at, value });
  return { kind: 'map', at, entries };
}

export function withEntry(map: MapTree, key: string, value: Tree, keyAt: Span = value.at): MapTree {
  return { ...map, entries: new Map(map.entries).set(key, { keyAt, value }) };
}

export function withoutKeys(map: MapTree, ...keys: readonly string[]): MapTree {
  if (!keys.some((key) => map.entries.has(key))) return map;
  const entries = new Map(map.entries);
  for (const key of keys) entries.delete(key);
  return { ...map, entries };
}

export function child(tree: Tree | undefined, key: string | number): Tree | undefined {
  if (tree?.kind === 'map') return tree.entries.get(String(key))?.value;
  if (tree?.kind === 'list') return tree.items[Number(key)];
  return undefined;
}

/** Where a part of a text value was written; the whole value where escapes or folding moved it. */
export function spanInside(tree: ScalarTree, start: number, end: number): Span {
  if (tree.textStart === undefined) return tree.at;
  return [tree.textStart + start, tree.textStart + Math.max(end, start)];
}

export function toPlain(tree: Tree): unknown {
  switch (tree.kind) {
    case 'scalar':
      return tree.value;
    case 'list':
      return tree.items.map(toPlain);
    case 'map':
      return Object.fromEntries([...tree.entries].map(([key, entry]) => [key, toPlain(entry.value)]));
  }
}
