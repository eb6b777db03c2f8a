import type { Json } from '../json/json.ts';

/** Takes a component's state of one format to the next. Old formats are read forever, so entries are never removed. */
export interface Migration {
  readonly from: number;
  readonly migrate: (stored: { readonly [key: string]: Json }) => { readonly [key: string]: Json };
}

/** Format 1 is the first, so there is nothing to migrate from yet. */
export const migrations: readonly Migration[] = [];

/** Applies one migration after another until the format is `to`. `undefined` where there is no way. */
export function migrate(
  stored: { readonly [key: string]: Json },
  to: number,
  table: readonly Migration[] = migrations,
): { readonly [key: string]: Json } | undefined {
  let current = stored;
  while (current.format !== to) {
    const step = table.find((migration) => migration.from === current.format);
    if (step === undefined) return undefined;
    current = { ...step.migrate(current), format: step.from + 1 };
  }
  return current;
}
