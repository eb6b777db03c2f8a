import type { Part } from './part.ts';

/** Domain, use cases, repositories, migrations, hooks and seeds. */
export const storageParts: readonly Part[] = [];
