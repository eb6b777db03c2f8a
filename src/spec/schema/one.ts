import type { core } from 'zod';
import * as z from 'zod';

/** Whether exactly one of a map's keys must be there. */
export function isOne(schema: core.$ZodType): boolean {
  return z.globalRegistry.get(schema)?.one === true;
}

/** Whether a key may be left out. */
export function isOptional(schema: core.$ZodType): boolean {
  const { type } = (schema as core.$ZodTypes)._zod.def;
  return type === 'optional' || type === 'default' || type === 'prefault';
}
