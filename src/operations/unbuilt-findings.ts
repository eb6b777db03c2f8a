import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { Lines } from '../diagnostics/lines.ts';
import type { LoadedSpec } from '../spec/load.ts';
import type { System } from '../system/system.ts';

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
export function unbuiltPlaces(
  system: System,
  { rangeOf, source }: LoadedSpec,
): readonly { readonly what: string; readonly place: string }[] {
  const lines = new Lines(source.text);
  return system.unbuilt.map(({ at, what }) => {
    const range = rangeOf(at);
    if (range === undefined) return { what, place: `${source.file} (${at})` };
    const { line, column } = lines.positionOf(range.start);
    return { what, place: `${source.file}:${line}:${column}` };
  });
}
