import { importFrom, type Layout } from '../../src/render/layout.ts';

/** `newProduct`, or `type Product`. */
export type Imported = string;

/** An import statement with its names in Biome's order, or nothing where there are no names. */
export function importNames(path: string, names: readonly Imported[]): readonly Layout[] {
  const sorted = [...new Set(names)].toSorted((left, right) => compareNames(bare(left), bare(right)));
  if (sorted.length === 0) return [];
  if (sorted.every((name) => name.startsWith('type ')))
    return [importFrom(path, sorted.map(bare), { type: true })];
  return [importFrom(path, sorted)];
}

/** Letter by letter, a capital before its small letter, numbers by their value. */
export function compareNames(left: string, right: string): number {
  const [one, other] = [partsOf(left), partsOf(right)];
  for (const [index, part] of one.entries()) {
    const against = other[index];
    if (against === undefined) return 1;
    const order = compareParts(part, against);
    if (order !== 0) return order;
  }
  return one.length - other.length;
}

function partsOf(name: string): readonly string[] {
  return name.match(/\d+|\D/g) ?? [];
}

function compareParts(left: string, right: string): number {
  if (/^\d/.test(left) && /^\d/.test(right)) return Number(left) - Number(right);
  const [one, other] = [left.toLowerCase(), right.toLowerCase()];
  if (one !== other) return one < other ? -1 : 1;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** All text of a view, to look for names in. */
export function codeOf(view: unknown): string {
  if (typeof view === 'string') return view;
  if (typeof view !== 'object' || view === null) return '';
  return Object.values(view).map(codeOf).join('\n');
}

function bare(name: Imported): string {
  return name.replace(/^type /, '');
}
