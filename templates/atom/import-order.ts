import type { Layout } from '../../src/render/layout.ts';
import { lines } from './code.ts';
import { compareNames, type Imported, importOf } from './imports.ts';

/** The imports of a file while it is put together: each path once, in Biome's order when they are written. */
export class Imports {
  readonly #named = new Map<string, Set<Imported>>();
  readonly #whole = new Map<string, Layout>();

  /** `names`: `etag`, or `type Product`. */
  add(path: string, ...names: readonly Imported[]): void {
    const known = this.#named.get(path);
    if (known === undefined) this.#named.set(path, new Set(names));
    else for (const name of names) known.add(name);
  }

  /** `import * as contract from ...` */
  addWhole(path: string, name: string, options: { readonly type?: boolean } = {}): void {
    this.#whole.set(path, `import ${options.type === true ? 'type ' : ''}* as ${name} from '${path}';`);
  }

  write(): Layout {
    const named = [...this.#named].map(([path, names]) => ({ path, text: importOf(path, names) }));
    const whole = [...this.#whole].map(([path, text]) => ({ path, text }));
    const sorted = [...whole, ...named].toSorted((left, right) => compareImportPaths(left.path, right.path));
    return lines(sorted.map(({ text }) => text));
  }
}

/** The import statements of some paths, each with the names from there; a path without names is left out. */
export function sortedImports(
  wanted: readonly (readonly [path: string, names: readonly Imported[]])[],
): Layout {
  const imports = new Imports();
  for (const [path, names] of wanted) {
    if (names.length > 0) imports.add(path, ...names);
  }
  return imports.write();
}

export function from(
  path: string,
  names: readonly Imported[],
): readonly [readonly [string, readonly Imported[]]] {
  return [[path, names]];
}

/** Node's own first, then packages, then files, the most distant first. */
export function compareImportPaths(left: string, right: string): number {
  return distance(left) - distance(right) || compareNames(bare(left), bare(right));
}

function distance(path: string): number {
  if (path.startsWith('node:')) return 0;
  if (!path.startsWith('.')) return 1;
  return path.startsWith('../') ? 2 : 3;
}

/** `item` comes before `item-tag`, whatever their endings. */
function bare(path: string): string {
  return path.endsWith('.ts') ? path.slice(0, -'.ts'.length) : path;
}
