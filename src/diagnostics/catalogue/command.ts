import type { CatalogueEntry } from './entry.ts';

export const commandCodes = {} as const satisfies Readonly<Record<string, CatalogueEntry>>;
