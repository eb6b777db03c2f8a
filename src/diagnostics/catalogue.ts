import { applyCodes } from './catalogue/apply.ts';
import { commandCodes } from './catalogue/command.ts';
import type { CatalogueEntry } from './catalogue/entry.ts';
import { specCodes } from './catalogue/spec.ts';
import { stateCodes } from './catalogue/state.ts';
import { systemCodes } from './catalogue/system.ts';

/** Every code, in order. Each area adds to its own file. */
export const catalogue: ReadonlyMap<string, CatalogueEntry> = new Map<string, CatalogueEntry>(
  Object.entries<CatalogueEntry>({
    ...specCodes,
    ...systemCodes,
    ...stateCodes,
    ...applyCodes,
    ...commandCodes,
  }).sort(([a], [b]) => (a < b ? -1 : 1)),
);

export function explain(code: string): CatalogueEntry | undefined {
  return catalogue.get(code.toUpperCase());
}
