import type { Json } from '../../src/json/json.ts';
import type { Layout } from '../../src/render/layout.ts';
import { tsLiteral } from '../../src/render/literals.ts';

/** A value, and how it is written. */
export interface Written {
  readonly value: Json;
  readonly code: Layout;
}

export function written(value: Json): Written {
  return { value, code: tsLiteral(value) };
}
