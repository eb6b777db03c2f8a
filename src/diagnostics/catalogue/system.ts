import type { CatalogueEntry } from './entry.ts';

export const systemCodes = {} as const satisfies Readonly<Record<string, CatalogueEntry>>;
