import type { CatalogueEntry } from './entry.ts';

export const specCodes = {} as const satisfies Readonly<Record<string, CatalogueEntry>>;
