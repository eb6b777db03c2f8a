import type { CatalogueEntry } from './entry.ts';

export const applyCodes = {} as const satisfies Readonly<Record<string, CatalogueEntry>>;
