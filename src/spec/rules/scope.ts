import type { Shaped } from '../check-shape.ts';
import type { Problem, Report } from '../report.ts';
import type { Spec, SpecService } from '../schema/top.ts';
import { didYouMean } from '../suggest.ts';
import { child, type ScalarTree, type Span, spanInside, type Tree } from '../tree.ts';

export type Path = readonly (string | number)[];

/** What the rules look at: the spec, where its parts stand, and what names there are. */
export class Scope {
  readonly spec: Spec;
  readonly #tree: Tree;
  readonly #written: Tree;
  readonly #report: Report;

  constructor({ spec, tree, written }: Shaped, report: Report) {
    this.spec = spec;
    this.#tree = tree;
    this.#written = written;
    this.#report = report;
  }

  add(problem: Problem): void {
    this.#report.add(problem);
  }

  tree(path: Path): Tree | undefined {
    let place: Tree | undefined = this.#tree;
    for (const part of path) place = child(place, part);
    return place;
  }

  /** Where a value stands; where it was not written, the nearest part around it. */
  at(path: Path): Span {
    const tree = this.tree(path);
    return tree?.kind === 'scalar' ? tree.at : this.keyAt(path);
  }

  keyAt(path: Path): Span {
    let place: Tree | undefined = this.#tree;
    let span: Span = this.#firstKey();
    for (const part of path) {
      const entry: { keyAt: Span } | undefined =
        place?.kind === 'map' ? place.entries.get(String(part)) : undefined;
      place = child(place, part);
      if (place === undefined) break;
      span = entry?.keyAt ?? place.at;
    }
    return span;
  }

  #firstKey(): Span {
    const [first] = this.#tree.kind === 'map' ? this.#tree.entries.values() : [];
    return first?.keyAt ?? [0, 0];
  }

  /** A part of a text value. */
  inside(path: Path, start: number, end: number): Span {
    const tree = this.tree(path);
    return tree?.kind === 'scalar' ? spanInside(tree as ScalarTree, start, end) : this.at(path);
  }

  /** Names that were written, those included whose value is wrong and was left out. */
  names(path: Path): ReadonlySet<string> {
    let place: Tree | undefined = this.#written;
    for (const part of path) place = child(place, part);
    return new Set(place?.kind === 'map' ? place.entries.keys() : []);
  }

  /** Whether something was written here and left out since it is wrong: what depends on it is not checked. */
  isLeftOut(path: Path): boolean {
    let place: Tree | undefined = this.#written;
    for (const part of path) place = child(place, part);
    return place !== undefined && this.tree(path) === undefined;
  }

  get services(): readonly (readonly [string, SpecService])[] {
    return Object.entries(this.spec.services);
  }

  /** Names of models and of aggregates. */
  roots(service: string): ReadonlySet<string> {
    const at = ['services', service];
    return new Set([...this.names([...at, 'models']), ...this.names([...at, 'aggregates'])]);
  }

  /** Reports a name that names nothing. */
  unknown(
    code: Problem['code'],
    at: Span,
    what: string,
    name: string,
    known: Iterable<string>,
    why: string,
  ): void {
    this.add({ code, at, summary: `There is no ${what} \`${name}\``, why, todo: didYouMean(name, known) });
  }
}
