import type { core } from 'zod';
import { describeIssue, type Found } from './issues.ts';
import { cutAt, cutBroken, newCut, prune } from './prune.ts';
import type { Report } from './report.ts';
import { type Spec, specSchema } from './schema/top.ts';
import { nearest } from './suggest.ts';
import { child, mapOf, type Span, scalar, type Tree, textTree, toPlain, withEntry } from './tree.ts';

export interface Shaped {
  readonly spec: Spec;
  /** The long form of what is left: where the spec's values are found. */
  readonly tree: Tree;
  /** The long form of all that was written: what a name may refer to, though something is wrong with it. */
  readonly written: Tree;
}

const MOST_ROUNDS = 40;

/**
 * Checks the shape. What is wrong is reported and left out, so that the rules can be checked on the rest: one wrong value
 * neither hides other problems nor makes new ones.
 */
export function checkShape(written: Tree, report: Report): Shaped | undefined {
  const cut = newCut();
  cutBroken(written, cut);
  let tree = prune(written, cut);
  for (let round = 0; round < MOST_ROUNDS && tree !== undefined; round++) {
    // Without code that is made for each part at run time: it would pay off from some two hundred services on.
    const parsed = specSchema.safeParse(toPlain(tree), { jitless: true });
    if (parsed.success) return { spec: parsed.data, tree, written };
    const issues = parsed.error.issues.flatMap(innerIssues);
    if (round === 0) reportIssues(issues, tree, written, report);
    tree = withoutFaults(tree, issues);
  }
  return undefined;
}

/** A union of which one option is meant by its kind has that option's problems. */
function innerIssues(issue: core.$ZodIssue): readonly core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const meant = issue.errors.find(
    (option) => option.every((inner) => inner.path.length > 0) && option.length > 0,
  );
  if (meant === undefined) return [issue];
  return meant.flatMap((inner) =>
    innerIssues({ ...inner, path: [...issue.path, ...inner.path] } as core.$ZodIssue),
  );
}

function reportIssues(issues: readonly core.$ZodIssue[], tree: Tree, written: Tree, report: Report): void {
  for (const issue of issues) {
    const found = find(tree, issue.path.map(String));
    // What was left out as broken is not missing.
    if (found.tree === undefined && walk(written, found.path) !== undefined) continue;
    // Its key is there, with a slip of the pen that is told where it is.
    if (found.tree === undefined && isMistyped(written, tree, found.path)) continue;
    if (isWeaker(issue, issues)) continue;
    report.add(describeIssue(issue, found));
  }
}

function isMistyped(written: Tree, tree: Tree, path: readonly string[]): boolean {
  const inside = path.slice(0, -1);
  const [said, kept] = [walk(written, inside), walk(tree, inside)];
  if (said?.kind !== 'map' || kept?.kind !== 'map') return false;
  return [...said.entries.keys()].some(
    (key) => !kept.entries.has(key) && nearest(key, [path.at(-1) ?? '']) !== undefined,
  );
}

/** Of two bounds of one value that it breaks, the stricter one is told. */
function isWeaker(issue: core.$ZodIssue, all: readonly core.$ZodIssue[]): boolean {
  return (
    issue.code === 'too_small' &&
    all.some(
      (other) =>
        other.code === 'too_small' &&
        String(other.path) === String(issue.path) &&
        Number(other.minimum) > Number(issue.minimum),
    )
  );
}

function find(tree: Tree, path: readonly string[]): Found {
  let place: Tree | undefined = tree;
  let keyAt: Span = firstKey(tree);
  for (const part of path) {
    const entry: { keyAt: Span; value: Tree } | undefined =
      place?.kind === 'map' ? place.entries.get(part) : undefined;
    place = child(place, part);
    if (place === undefined) break;
    keyAt = entry?.keyAt ?? place.at;
  }
  return { path, tree: place, keyAt };
}

function firstKey(tree: Tree): Span {
  if (tree.kind !== 'map') return tree.at;
  const [first] = tree.entries.values();
  return first?.keyAt ?? [tree.at[0], tree.at[0]];
}

function walk(tree: Tree, path: readonly string[]): Tree | undefined {
  let place: Tree | undefined = tree;
  for (const part of path) place = child(place, part);
  return place;
}

/** Stands in where a key cannot be left out, so that the rest is still checked. */
const placeholders: ReadonlyMap<string, Tree> = new Map<string, Tree>([
  ['version', scalar(1, [0, 0])],
  ['name', textTree('project', [0, 0])],
  ['services', mapOf([0, 0], {})],
]);

function withoutFaults(tree: Tree, issues: readonly core.$ZodIssue[]): Tree | undefined {
  const cut = newCut();
  const filled = new Map<string, Tree>();
  for (const issue of issues) {
    const path = issue.path.map(String);
    const placeholder = path.length === 1 ? placeholders.get(path[0] ?? '') : undefined;
    if (placeholder !== undefined && path[0] !== undefined) filled.set(path[0], placeholder);
    else if (issue.code === 'unrecognized_keys') for (const key of issue.keys) cutAt(cut, [...path, key]);
    else cutAt(cut, walk(tree, path) === undefined ? path.slice(0, -1) : path);
  }
  let rest = prune(tree, cut);
  for (const [key, value] of filled) if (rest?.kind === 'map') rest = withEntry(rest, key, value);
  return rest;
}
