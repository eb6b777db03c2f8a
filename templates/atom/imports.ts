import { importFrom, type Layout } from '../../src/render/layout.ts';

/** `newProduct`, or `type Product`. */
export type Imported = string;

const order = new Intl.Collator('en', { numeric: true, caseFirst: 'upper' });

/** An import statement with its names in Biome's order, or nothing where there are no names. */
export function importNames(path: string, names: readonly Imported[]): readonly Layout[] {
  const sorted = [...new Set(names)].toSorted((left, right) => order.compare(bare(left), bare(right)));
  if (sorted.length === 0) return [];
  if (sorted.every((name) => name.startsWith('type ')))
    return [importFrom(path, sorted.map(bare), { type: true })];
  return [importFrom(path, sorted)];
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
