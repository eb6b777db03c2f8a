import { importFrom, type Layout } from '../../src/render/layout.ts';

/** `newProduct`, `type Product`, or `itemBody as newBody`. */
export type Imported = string;

/** An import statement, or nothing where there are no names. */
export function importNames(path: string, names: readonly Imported[]): readonly Layout[] {
  return names.length === 0 ? [] : [importOf(path, new Set(names))];
}

/** An import statement with its names in Biome's order. */
export function importOf(path: string, names: ReadonlySet<Imported>): Layout {
  const sorted = [...names].sort((left, right) => compareNames(localName(left), localName(right)));
  if (!sorted.every(isType)) return importFrom(path, sorted);
  return importFrom(path, sorted.map(withoutType), { type: true });
}

/** Letter by letter, a capital before its small letter, numbers by their value. */
export function compareNames(left: string, right: string): number {
  let at = 0;
  while (at < left.length && left.charAt(at) === right.charAt(at)) at++;
  while (isDigit(left.charAt(at - 1))) at--;
  const [one, other] = [partAt(left, at), partAt(right, at)];
  if (one === '' || other === '') return one.length - other.length;
  const order = compareParts(one, other);
  return order === 0 ? compareNames(left.slice(at + one.length), right.slice(at + other.length)) : order;
}

/** The letter that stands there, or all of a number; nothing at the end. */
function partAt(name: string, start: number): string {
  let end = start;
  while (isDigit(name.charAt(end))) end++;
  return name.slice(start, Math.max(end, start + 1));
}

function compareParts(left: string, right: string): number {
  if (isDigit(left.charAt(0)) && isDigit(right.charAt(0))) return Number(left) - Number(right);
  const [one, other] = [left.toLowerCase(), right.toLowerCase()];
  if (one !== other) return one < other ? -1 : 1;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function isDigit(character: string): boolean {
  return character >= '0' && character <= '9';
}

/** What it is called in the file: `newBody` of `itemBody as newBody`. */
function localName(name: Imported): string {
  const as = name.lastIndexOf(' as ');
  return as === -1 ? withoutType(name) : name.slice(as + ' as '.length);
}

function isType(name: Imported): boolean {
  return name.startsWith('type ');
}

function withoutType(name: Imported): string {
  return isType(name) ? name.slice('type '.length) : name;
}

/** All text of a view, to look for names in. */
export function codeOf(view: unknown): string {
  if (typeof view === 'string') return view;
  if (typeof view !== 'object' || view === null) return '';
  return Object.values(view).map(codeOf).join('\n');
}
