import type { Layout } from '../layout.ts';
import { parseLayout } from '../layout-tree.ts';
import type { Expression } from './syntax.ts';

/** Where an expression stands, as far as its layout depends on it. */
export type Place = 'value' | 'argument' | 'statement' | 'test' | 'body' | 'given' | 'object' | 'operand';

/** Marks that stand for what is between a block's braces, which is not this statement's own. */
export const HELD = { open: '\uE000', close: '\uE001', blank: '\uE002' } as const;

/** Whether it takes several lines however wide they are. */
export function breaks(written: Layout): boolean {
  return parseLayout(written).some((node) => node.broken);
}

/** What lays out the expressions in an expression. */
export interface Coder {
  code(value: Expression, place?: Place): Layout;
  /** The last argument of a call that its brackets stay close to. */
  hugged(value: Expression & { kind: 'arrow' }): Layout;
}

export const LOGICAL = new Set(['&&', '||', '??']);
type Binary = Expression & { kind: 'binary' };

export function inlinesLogical(value: Binary): boolean {
  const { right } = value;
  if (!LOGICAL.has(value.operator)) return false;
  return (
    (right.kind === 'object' && right.properties.length > 0) ||
    (right.kind === 'array' && right.items.length > 0)
  );
}
