import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { LoadedSpec } from '../spec/load.ts';
import type { System } from '../system/system.ts';

/** Nothing of a spec is skipped silently: what this version does not build is named with its place. */
export function unbuiltFindings(system: System, loaded: LoadedSpec): readonly Diagnostic[] {
  return system.unbuilt.map(({ at, what }) => {
    const range = loaded.rangeOf(at);
    return {
      code: 'HM5017',
      severity: 'warning',
      summary: `This version of hatmax does not build ${what} yet (${at})`,
      ...(range === undefined ? {} : { range }),
    };
  });
}
