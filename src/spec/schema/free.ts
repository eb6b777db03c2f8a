import type { core } from 'zod';
import * as z from 'zod';

/** Schemas of values that are free by their nature: short forms and `x-` keys mean nothing inside them. */
const freeSchemas = new WeakSet<core.$ZodType>();

/** Any JSON value, such as a default or a JSON schema. */
export function anything() {
  const schema = z.json();
  freeSchemas.add(schema);
  return schema;
}

export function isFree(schema: core.$ZodType): boolean {
  const { parent } = schema._zod;
  return freeSchemas.has(schema) || (parent !== undefined && isFree(parent));
}
