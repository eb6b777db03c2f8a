import type { core } from 'zod';
import type { Report } from '../report.ts';
import type { Tree } from '../tree.ts';

/** Another way to write a value. The schema holds the long form; this says what else is read and how it expands. */
export interface ShortForm {
  /** For people: what is written instead, and what it stands for. */
  readonly description: string;
  /** What editors accept beside the long form. */
  readonly json: readonly object[];
  /** The long form of what is written; the same tree where it is the long form already. */
  readonly expand: (written: Tree, report: Report) => Tree;
}

const shortForms = new WeakMap<core.$ZodType, ShortForm>();

export function short<T extends core.$ZodType>(schema: T, form: ShortForm): T {
  shortForms.set(schema, form);
  return schema;
}

/** Describing a schema copies it; the copy knows what it was made from. */
export function shortFormOf(schema: core.$ZodType): ShortForm | undefined {
  const own = shortForms.get(schema);
  const { parent } = schema._zod;
  return own ?? (parent === undefined ? undefined : shortFormOf(parent));
}
