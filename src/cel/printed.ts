import { group, ifBroken, type Layout, line, nest, softline } from '../render/layout.ts';
import type { ValueType } from './types.ts';

/** How tightly TypeScript binds what was printed; a part that binds looser than its place wants gets parentheses. */
export const BINDING = {
  conditional: 1,
  or: 2,
  and: 3,
  equality: 4,
  order: 5,
  sum: 6,
  product: 7,
  unary: 8,
  primary: 9,
} as const;

export type Binding = (typeof BINDING)[keyof typeof BINDING];

/** What is known not to be null where an expression is true, and where it is false: `valid_until`, `l.discount`. */
export interface Facts {
  readonly whenTrue: ReadonlySet<string>;
  readonly whenFalse: ReadonlySet<string>;
}

export const NO_FACTS: Facts = { whenTrue: new Set(), whenFalse: new Set() };

export interface Printed {
  readonly code: Layout;
  readonly type: ValueType;
  readonly binding: Binding;
  readonly facts: Facts;
  /** The name or chain of names it is, so that facts can be known of it. */
  readonly path?: string;
  /** It can be null, though not here: it was asked before. */
  readonly wasNullable?: boolean;
  /** A value that stands in the rule itself. */
  readonly literal?: string | number | boolean | null;
}

export function inside(printed: Printed, wanted: Binding): Layout {
  return printed.binding >= wanted ? printed.code : group(`(${printed.code})`);
}

export function bool(code: Layout, binding: Binding, facts: Facts = NO_FACTS): Printed {
  return { code, type: { kind: 'bool', nullable: false }, binding, facts };
}

/** `left || right`, broken before neither: Biome leaves the operator at the end of the line. */
export function joined(left: Layout, operator: string, right: Layout): Layout {
  return `${left} ${operator}${line}${right}`;
}

/** What stands after `return `: in parentheses where it takes more than a line. */
export function returned(code: Layout): Layout {
  return group(`${ifBroken('(')}${nest(softline + code)}${softline}${ifBroken(')')}`);
}

export function both(left: ReadonlySet<string>, right: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...left].filter((path) => right.has(path)));
}

export function either(left: ReadonlySet<string>, right: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...left, ...right]);
}
