import type { Part } from './part.ts';

/** HTTP, custom operations and the app around them. */
export const surfaceParts: readonly Part[] = [];
