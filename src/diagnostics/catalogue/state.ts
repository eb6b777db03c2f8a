import type { CatalogueEntry } from './entry.ts';

export const stateCodes = {} as const satisfies Readonly<Record<string, CatalogueEntry>>;
