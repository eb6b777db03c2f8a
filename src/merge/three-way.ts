import { equalJson, isObject, own } from '../json/equal.ts';
import type { Json } from '../json/json.ts';
import { mergeJson, parseJson } from './json.ts';
import { type KeyPath, ownedDifferences, showKeyPath } from './keys.ts';
import { decodeUtf8, encodeUtf8, isBinary, lineEndingOf } from './line-endings.ts';
import { lineChanges } from './lines.ts';
import type { OwnedDrift, StructuredMerge } from './structured.ts';
import { type ConflictRegion, mergeText, withMarkers } from './text.ts';
import { mergeYaml, parseYaml } from './yaml.ts';

/** How a file is merged: structured files by key, all others by lines. */
export type MergeFormat = 'lines' | 'json' | 'yaml';

export type FileMerge =
  | { readonly kind: 'merged'; readonly bytes: Uint8Array }
  | {
      readonly kind: 'conflict';
      readonly reason: 'overlap' | 'binary' | 'unparsable';
      readonly places: readonly string[];
      /** Of a text: both sides of each conflict between git's markers. */
      readonly marked?: Uint8Array;
    };

export function mergeFormatOf(path: string, ownership: string): MergeFormat {
  if (ownership !== 'structured') return 'lines';
  if (/\.(json|jsonc|json5|webmanifest|code-workspace)$/i.test(path)) return 'json';
  return /\.ya?ml$/i.test(path) ? 'yaml' : 'lines';
}

/** Brings what hatmax renders now (theirs) together with what is on disk (ours). */
export function mergeFile(
  format: MergeFormat,
  base: Uint8Array,
  ours: Uint8Array,
  theirs: Uint8Array,
): FileMerge {
  if ([base, ours, theirs].some(isBinary)) return { kind: 'conflict', reason: 'binary', places: [] };
  const [before, mine, newer] = [textOf(base), textOf(ours), textOf(theirs)];
  if (format !== 'lines') return structured(mergeStructured(format, before, mine, newer));
  const merge = mergeText(before, mine, newer);
  if (merge.kind === 'merged') return { kind: 'merged', bytes: encodeUtf8(merge.text) };
  const bom = mine.startsWith('\ufeff') ? '\ufeff' : '';
  const marked = encodeUtf8(bom + withMarkers(merge.pieces, lineEndingOf(mine)));
  return { kind: 'conflict', reason: 'overlap', places: merge.regions.map(showRegion), marked };
}

/**
 * Brings versions of one file, each an edit of one of the bases, together on top of what is rendered now. A version is
 * taken as an edit of the base that it differs least from.
 */
export function mergeHalves(
  format: MergeFormat,
  bases: readonly Uint8Array[],
  halves: readonly Uint8Array[],
  theirs: Uint8Array,
): FileMerge {
  let made: FileMerge = { kind: 'merged', bytes: theirs };
  for (const half of halves) {
    const near = [...bases].sort((one, other) => distance(one, half) - distance(other, half))[0];
    if (near === undefined || made.kind === 'conflict') return made;
    made = mergeFile(format, near, half, made.bytes);
  }
  return made;
}

function distance(one: Uint8Array, other: Uint8Array): number {
  const [left, right] = [textOf(one), textOf(other)];
  if (left === right) return 0;
  return lineChanges(left.split('\n'), right.split('\n')).reduce(
    (sum, change) => sum + change.end - change.start + change.to - change.from,
    1,
  );
}

/** Puts every key hatmax owns to what it renders now and leaves the rest of the user's file alone. */
export function resetOwned(
  format: MergeFormat,
  base: Uint8Array,
  ours: Uint8Array,
  theirs: Uint8Array,
): Uint8Array {
  if (format === 'lines' || [base, ours, theirs].some(isBinary)) return theirs;
  const [before, mine, newer] = [base, ours, theirs].map((bytes) => parse(format, textOf(bytes)));
  if (before === undefined || mine === undefined || newer === undefined) return theirs;
  if ('why' in before || 'why' in mine || 'why' in newer) return theirs;
  const owned = ownedPart(mine.value, [before.value, newer.value]);
  const merge = mergeStructured(format, JSON.stringify(owned ?? null), textOf(ours), textOf(theirs));
  return merge.kind === 'merged' ? encodeUtf8(merge.text) : theirs;
}

/**
 * Only a changed or missing key of the base is drift; other keys, comments, order and layout are the user's, and so is
 * what was accepted before.
 */
export function ownedDrift(
  format: 'json' | 'yaml',
  base: Uint8Array,
  actual: Uint8Array,
  accepted?: Uint8Array,
): OwnedDrift {
  if (isBinary(actual)) return { kind: 'unparsable', why: 'not a text' };
  const [before, mine] = [parse(format, textOf(base)), parse(format, textOf(actual))];
  if ('why' in mine) return { kind: 'unparsable', why: mine.why };
  if ('why' in before) return { kind: 'owned', paths: [[]] };
  const agreed = accepted === undefined ? undefined : parse(format, textOf(accepted));
  const differing = ownedDifferences(before.value, mine.value);
  const paths =
    agreed === undefined || 'why' in agreed
      ? differing
      : differing.filter((path) => !equalJson(valueAt(agreed.value, path), valueAt(mine.value, path)));
  if (paths.length > 0) return { kind: 'owned', paths };
  return textOf(base) === textOf(actual)
    ? { kind: 'none' }
    : { kind: 'beside', sameValue: equalJson(before.value, mine.value) };
}

function valueAt(value: Json | undefined, path: KeyPath): Json | undefined {
  return path.reduce<Json | undefined>(
    (found, key) => (isObject(found) ? own(found, String(key)) : undefined),
    value,
  );
}

/** Whether two texts differ in nothing but a byte order mark, blanks at the end of lines and the end of the file. */
export function isFormatOnly(one: Uint8Array, other: Uint8Array): boolean {
  const [before, after] = [decodeUtf8(one), decodeUtf8(other)];
  return before !== undefined && after !== undefined && layoutFree(before) === layoutFree(after);
}

function layoutFree(text: string): string {
  return text
    .replace(/^\ufeff/, '')
    .replace(/[ \t\r]+$/gm, '')
    .replace(/\n+$/, '');
}

function mergeStructured(
  format: 'json' | 'yaml',
  base: string,
  ours: string,
  theirs: string,
): StructuredMerge {
  return format === 'json' ? mergeJson(base, ours, theirs) : mergeYaml(base, ours, theirs);
}

function parse(
  format: 'json' | 'yaml',
  text: string,
): { readonly value: Json | undefined } | { readonly why: string } {
  return format === 'json' ? parseJson(text) : parseYaml(text);
}

function structured(merge: StructuredMerge): FileMerge {
  switch (merge.kind) {
    case 'merged':
      return { kind: 'merged', bytes: encodeUtf8(merge.text) };
    case 'conflict':
      return {
        kind: 'conflict',
        reason: 'overlap',
        places: merge.conflicts.map((found) => showKeyPath(found.path)),
      };
    case 'unparsable':
      return { kind: 'conflict', reason: 'unparsable', places: [merge.why] };
  }
}

function showRegion(region: ConflictRegion): string {
  const last = region.line + region.ours.length - 1;
  return region.ours.length <= 1 ? `line ${region.line}` : `lines ${region.line}-${last}`;
}

function ownedPart(value: Json | undefined, owners: readonly (Json | undefined)[]): Json | undefined {
  const holders = owners.filter(isObject);
  if (!isObject(value) || holders.length === 0) return value;
  const keys = Object.keys(value).filter((key) => holders.some((holder) => Object.hasOwn(holder, key)));
  return Object.fromEntries(
    keys.map((key) => [
      key,
      ownedPart(
        own(value, key),
        holders.map((holder) => own(holder, key)),
      ) ?? null,
    ]),
  );
}

function textOf(bytes: Uint8Array): string {
  return decodeUtf8(bytes) ?? '';
}
