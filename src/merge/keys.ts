import { equalJson, isObject, type JsonObject, own } from '../json/equal.ts';
import type { Json } from '../json/json.ts';

/** Keys and positions from the root of a structured file down. */
export type KeyPath = readonly (string | number)[];

export type KeyEdit =
  | { readonly kind: 'set'; readonly path: KeyPath; readonly value: Json }
  /** Elements that are new in a list of scalars both sides add to. */
  | { readonly kind: 'append'; readonly path: KeyPath; readonly values: readonly Json[] }
  | { readonly kind: 'remove'; readonly path: KeyPath };

export interface KeyConflict {
  readonly path: KeyPath;
  readonly base: Json | undefined;
  readonly ours: Json | undefined;
  readonly theirs: Json | undefined;
}

export interface KeyMerge {
  /** What to do to ours, in the order of theirs. */
  readonly edits: readonly KeyEdit[];
  readonly conflicts: readonly KeyConflict[];
}

/**
 * Three-way merge by key. Hatmax owns the keys of base and theirs; every other key of ours is the user's and is not
 * looked at. Lists are one value each, except lists of scalars to which both sides only add: they get what both added.
 */
export function mergeKeys(
  base: Json | undefined,
  ours: Json | undefined,
  theirs: Json | undefined,
): KeyMerge {
  const edits: KeyEdit[] = [];
  const conflicts: KeyConflict[] = [];
  mergeAt([], base, ours, theirs, edits, conflicts);
  return { edits, conflicts };
}

function mergeAt(
  path: KeyPath,
  base: Json | undefined,
  ours: Json | undefined,
  theirs: Json | undefined,
  edits: KeyEdit[],
  conflicts: KeyConflict[],
): void {
  if (equalJson(base, theirs) || equalJson(ours, theirs)) return;
  if (ours === undefined && onlyLost(base, theirs)) return;
  if (
    isObject(ours) &&
    canHoldKeys(base) &&
    canHoldKeys(theirs) &&
    !(theirs === undefined && base === undefined)
  ) {
    mergeObjects(path, base ?? {}, ours, theirs, edits, conflicts);
  } else if (equalJson(ours, base)) {
    edits.push(theirs === undefined ? { kind: 'remove', path } : { kind: 'set', path, value: theirs });
  } else {
    const added = addedByBoth(base, ours, theirs);
    if (added === undefined) conflicts.push({ path, base, ours, theirs });
    else if (added.length > 0) edits.push({ kind: 'append', path, values: added });
  }
}

function mergeObjects(
  path: KeyPath,
  base: JsonObject,
  ours: JsonObject,
  theirs: JsonObject | undefined,
  edits: KeyEdit[],
  conflicts: KeyConflict[],
): void {
  const owned = new Set([...Object.keys(theirs ?? {}), ...Object.keys(base)]);
  const untouched = Object.keys(ours).filter((key) => !owned.has(key));
  if (theirs === undefined && untouched.length === 0 && equalJson(base, ours)) {
    edits.push({ kind: 'remove', path });
    return;
  }
  for (const key of owned) {
    mergeAt([...path, key], own(base, key), own(ours, key), own(theirs ?? {}, key), edits, conflicts);
  }
}

/** Whether an object only lost keys: nothing that a person who deleted the whole object would miss. */
function onlyLost(before: Json | undefined, after: Json | undefined): boolean {
  if (!isObject(before) || !isObject(after)) return equalJson(before, after);
  return Object.keys(after).every(
    (key) => Object.hasOwn(before, key) && onlyLost(own(before, key), own(after, key)),
  );
}

function canHoldKeys(value: Json | undefined): value is JsonObject | undefined {
  return value === undefined || isObject(value);
}

/** What theirs adds to a list of scalars that ours only adds to as well; undefined where that is not what happened. */
function addedByBoth(
  base: Json | undefined,
  ours: Json | undefined,
  theirs: Json | undefined,
): readonly Json[] | undefined {
  const before = base === undefined ? [] : base;
  if (!isScalarSet(before) || !isScalarSet(ours) || !isScalarSet(theirs)) return undefined;
  const [had, mine, newer] = [new Set(before), new Set(ours), new Set(theirs)];
  if (![...had].every((element) => mine.has(element) && newer.has(element))) return undefined;
  return theirs.filter((element) => !mine.has(element));
}

function isScalarSet(value: Json | undefined): value is readonly Json[] {
  return (
    Array.isArray(value) &&
    value.every((element) => element === null || typeof element !== 'object') &&
    new Set(value).size === value.length
  );
}

/** Paths of the keys of base that are changed or missing in actual. Keys, comments and order beside them are no drift. */
export function ownedDifferences(
  base: Json | undefined,
  actual: Json | undefined,
  path: KeyPath = [],
): readonly KeyPath[] {
  if (isObject(base) && isObject(actual)) {
    return Object.keys(base).flatMap((key) =>
      ownedDifferences(own(base, key), own(actual, key), [...path, key]),
    );
  }
  return equalJson(base, actual) ? [] : [path];
}

/** `scripts.build`, `jobs["my.name"][0]`: how a person reads a path of keys. */
export function showKeyPath(path: KeyPath): string {
  const text = path
    .map((key) =>
      typeof key === 'number' ? `[${key}]` : /^[\w$-]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`,
    )
    .join('');
  return text === '' ? 'the whole file' : text.replace(/^\./, '');
}
