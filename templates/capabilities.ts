import type { Capability } from '../src/capability/capability.ts';

/** All that this version can generate; sorted by id, one a line, so that two additions merge. */
export const capabilities: readonly Capability[] = [];
