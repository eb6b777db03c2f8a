import { type Checked, hasErrors, type SourceRange } from '../diagnostics/diagnostic.ts';
import type { SpecPath } from '../system/system.ts';
import { checkShape } from './check-shape.ts';
import { expandTree } from './expand/expand-tree.ts';
import { partsOfPath } from './path.ts';
import { buildTree } from './read/build-tree.ts';
import { checkText } from './read/check-text.ts';
import { readYaml } from './read/read-yaml.ts';
import { Report } from './report.ts';
import { checkRules } from './rules/check-rules.ts';
import { type Spec, specSchema } from './schema/top.ts';
import { child, type Tree } from './tree.ts';

export { specPath } from './path.ts';
export type { Spec } from './schema/top.ts';

export interface SpecSource {
  readonly file: string;
  readonly text: string;
}

export interface LoadedSpec {
  /** The long form. */
  readonly spec: Spec;
  /**
   * Where a part was written, or the nearest part around it that was. `services.todo.models.Item`; keys with dots as
   * `specPath` spells them.
   */
  readonly rangeOf: (at: SpecPath) => SourceRange | undefined;
  readonly source: SpecSource;
}

/** Reads and checks a spec. All problems of the file are told at once, sorted by where they are. */
export function loadSpec(source: SpecSource): Checked<LoadedSpec> {
  const report = new Report(source.file);
  const loaded = load(source, report);
  const { diagnostics } = report;
  return loaded === undefined || hasErrors(diagnostics) ? { diagnostics } : { value: loaded, diagnostics };
}

function load(source: SpecSource, report: Report): LoadedSpec | undefined {
  const { text } = source;
  if (!checkText(text, report)) return undefined;
  const root = readYaml(text, report);
  if (root === undefined) return undefined;
  const built = buildTree(root, text, report);
  if (built.kind !== 'map') return notAMap(built, text, report);
  const written = expandTree(built, specSchema, report);
  const shaped = checkShape(written, report);
  if (shaped === undefined) return undefined;
  checkRules(shaped, report);
  const { tree } = shaped;
  return { spec: shaped.spec, source, rangeOf: (at) => rangeIn(tree, at, source.file) };
}

function notAMap(built: Tree, text: string, report: Report): undefined {
  if (built.kind === 'scalar' && built.broken === true) return undefined;
  report.add({
    code: 'HM1009',
    at: built.at,
    summary: `The spec is ${built.kind === 'list' ? 'a list' : 'a single value'}, and must be a map of keys`,
    why: 'At the top level stand keys such as `version`, `name` and `services`.',
    todo: /^[A-Za-z_]\w*:\S/.test(text)
      ? 'Write a space after each colon: `version: 1`.'
      : 'Start the file with `version: 1`. Run `hatmax init` for a first spec.',
  });
  return undefined;
}

function rangeIn(tree: Tree, at: SpecPath, file: string): SourceRange | undefined {
  let place: Tree = tree;
  let span = tree.at;
  for (const part of partsOfPath(at)) {
    const entry = place.kind === 'map' ? place.entries.get(part) : undefined;
    const next = child(place, part);
    if (next === undefined) break;
    place = next;
    span = entry?.keyAt ?? next.at;
  }
  return { file, start: span[0], end: span[1] };
}
