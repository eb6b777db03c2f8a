import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { Lines } from '../diagnostics/lines.ts';
import type { LoadedSpec } from '../spec/load.ts';
import type { UnbuiltPart } from '../state/stat-index.ts';
import type { System } from '../system/system.ts';
import { type PlacedPart, placedIn } from './unbuilt-places.ts';

/** Nothing of a spec is skipped silently: what this version does not build is named with its place. */
export function unbuiltFindings(system: System, loaded: LoadedSpec): readonly Diagnostic[] {
  return system.unbuilt.map(({ at, what }) => {
    const range = loaded.rangeOf(at);
    return {
      code: 'HM5017',
      severity: 'warning',
      summary: `This version of hatmax does not build ${what} yet`,
      ...(range === undefined ? {} : { range }),
    };
  });
}

/** The same for a plan's text: `hatmax.yml:12:3`. */
export function unbuiltPlaces(system: System, loaded: LoadedSpec): readonly PlacedPart[] {
  return placedIn(loaded.source.file, unbuiltIn(system, loaded));
}

/** The same without the spec's name, to be remembered for the next plan. */
export function unbuiltIn(system: System, { rangeOf, source }: LoadedSpec): readonly UnbuiltPart[] {
  if (system.unbuilt.length === 0) return [];
  const lines = new Lines(source.text);
  return system.unbuilt.map(({ at, what }) => {
    const range = rangeOf(at);
    if (range === undefined) return { what, where: ` (${at})` };
    const { line, column } = lines.positionOf(range.start);
    return { what, where: `:${line}:${column}` };
  });
}
